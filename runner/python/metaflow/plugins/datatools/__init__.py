"""Data outside of artifacts. S3 comes with the cloud; `Local` is the same interface over files."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PLACES = {
    "Local": "local",
    "MetaflowLocalNotFound": "local",
    "MetaflowLocalURLException": "local",
    "MetaflowS3Exception": "s3",
    "S3": "s3",
}


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(f".{_PLACES[name]}", __package__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
