"""`namespaced_event_name`: names of events that belong to a branch of a @project."""

from __future__ import annotations

import re
from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_\-.]")


def namespaced_event_name(event_name: str) -> Callable[..., str]:
    """A function that gives `mfns.<project>.<branch>.<event_name>`, once the project is known."""
    if not isinstance(event_name, (str, bytes)):
        raise ValueError(f"The name of an event is a string, unlike {event_name!r}")
    return partial(_name_in_project, event_name=event_name)


def _name_in_project(context: Any = None, event_name: str = "") -> str:
    from .. import current

    return _make_namespaced_event_name(
        event_name, current.get("project_name"), current.get("branch_name")
    )


def _make_namespaced_event_name(
    logical_name: str, project: str | None = None, branch: str | None = None
) -> str:
    from ..metaflow_config import NAMESPACED_EVENTS_PREFIX

    inner = [_NOT_IN_NAMES.sub("", part) for part in (project, branch) if part]
    parts = inner if len(inner) == 2 else []
    return ".".join([NAMESPACED_EVENTS_PREFIX, *parts, logical_name])
