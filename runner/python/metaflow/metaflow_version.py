"""Which Metaflow this runtime behaves as."""

from __future__ import annotations

from . import __version__


def get_version(public: bool = False) -> str:
    """Metaflow's version number, which libraries compare."""
    return __version__
