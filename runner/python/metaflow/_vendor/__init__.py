"""Libraries that Metaflow brings along, under the names that code of people's own takes them by.
This package brings none: they lead to those that are installed.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

_BROUGHT = frozenset({"click", "importlib_metadata", "packaging", "typeguard", "yaml"})


def __getattr__(name: str) -> ModuleType:
    if name not in _BROUGHT:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return import_module(name)
    except ImportError as error:
        raise ImportError(f"{__name__}.{name} is the library {name} here: install it") from error
