"""Flowdeck's runtime for flows written with Metaflow's public API. Standard library only.

A flow imports it as `metaflow`; a Python host (`_host`) runs its tasks.
"""

from __future__ import annotations

from ._unavailable import NAMES as _NOT_YET
from ._unavailable import install_finder as _install_finder
from .decorators.catch import catch
from .decorators.resources import resources
from .decorators.retry import retry
from .decorators.schedule import schedule, trigger, trigger_on_finish
from .decorators.timeout import timeout
from .flowspec import FlowSpec, step
from .metaflow_current import current
from .parameters import JSONType, JSONTypeClass, Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._inputs import Inputs as Inputs

__version__ = "2.19.38"
"""Metaflow's: libraries compare it."""

__all__ = [
    "FlowSpec",
    "JSONType",
    "JSONTypeClass",
    "Parameter",
    "catch",
    "current",
    "resources",
    "retry",
    "schedule",
    "step",
    "timeout",
    "trigger",
    "trigger_on_finish",
]

_install_finder()


def __getattr__(name: str) -> Any:
    if name in _NOT_YET:
        from ._unavailable import Unavailable

        return Unavailable(name)
    if name == "Inputs":
        # For annotations; what it needs is loaded by the first task.
        from ._inputs import Inputs

        return Inputs
    raise AttributeError(f"module 'metaflow' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_NOT_YET})
