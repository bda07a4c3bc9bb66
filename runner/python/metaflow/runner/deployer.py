"""Deploying flows to production schedulers from a program: the names import, and say what they need
when they are used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAMES = frozenset({"DeployedFlow", "Deployer", "TriggeredRun"})


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .._unavailable import Unavailable

    return Unavailable(name)
