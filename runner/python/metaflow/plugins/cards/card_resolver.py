"""Which task's cards are meant: those of a clone belong to the task that it was cloned from."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def resumed_info(task: Any) -> str | None:
    """The pathspec of the task that ran, when this one is a clone; None when it ran itself."""
    from ...client import Task

    origin = None
    while task.origin_pathspec is not None:
        origin = task.origin_pathspec
        task = Task(origin, _namespace_check=False)
    return origin
