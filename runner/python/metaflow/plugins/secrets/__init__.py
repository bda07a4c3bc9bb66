"""Where @secrets gets its values: providers by type, and `get_secret` for code that wants one."""

from __future__ import annotations

import abc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_NONE: Mapping[str, Any] = {}


class SecretsProvider(abc.ABC):
    """A kind of store. A subclass with a TYPE of its own is known as soon as it is imported:
    `sources=["my-type.secret-id"]`.
    """

    TYPE: str | None = None

    @abc.abstractmethod
    def get_secret_as_dict(
        self, secret_id: str, options: Mapping[str, Any] = _NONE, role: str | None = None
    ) -> dict[str, str]:
        """The variables of the secret, by name."""


def __getattr__(name: str) -> Any:
    if name == "get_secret":
        from .secrets_func import get_secret

        return get_secret
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
