"""Where traces of a run would be sent. Flowdeck sends none."""

from __future__ import annotations

from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])


def init_tracing() -> None:
    """Nothing to set up."""


@contextmanager
def post_fork() -> Iterator[None]:
    yield


def cli(name: str) -> Callable[[F], F]:
    return lambda function: function


def inject_tracing_vars(env_dict: dict[str, str]) -> dict[str, str]:
    """Unchanged: processes that are started belong to no trace."""
    return env_dict


def get_trace_id() -> str:
    return ""


@contextmanager
def traced(name: str, attrs: dict[str, Any] | None = None) -> Iterator[None]:
    yield


def tracing(func: F) -> F:
    return func
