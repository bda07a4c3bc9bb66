"""Where measurements of a run would be sent. Flowdeck sends none."""

from __future__ import annotations

from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class NullMonitor:
    """Takes measurements and forgets them; base of monitors that do not."""

    TYPE = "nullSidecarMonitor"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        return

    def start(self) -> None:
        """Nothing to start."""

    def terminate(self) -> None:
        """Nothing to end."""

    def send(self, msg: Any) -> None:
        """Forgets it."""

    def add_context(self, context: Any) -> None:
        """Forgets it."""

    @contextmanager
    def count(self, name: str) -> Iterator[None]:
        yield

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        yield

    def gauge(self, gauge: Any) -> None:
        """Forgets it."""

    @classmethod
    def get_worker(cls) -> None:
        return None
