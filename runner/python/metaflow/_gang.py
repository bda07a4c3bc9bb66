"""`num_parallel`: what stands where a foreach has its list, and what the control task knows."""

from __future__ import annotations

from .unbounded_foreach import UnboundedForeachInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._host.protocol import AttemptRequest, RunPlace
    from .flowspec import FlowSpec


class ParallelUBF(UnboundedForeachInput):
    """The "list" of a gang: its items are the tasks' numbers."""

    def __init__(self, num_parallel: int) -> None:
        self.num_parallel = num_parallel

    def __getitem__(self, item: int | None) -> Any:
        return item or 0


ParallelUBF.__module__ = f"{__package__}.flowspec"
"""Stored artifacts name the class by this path."""


def lead_gang(flow: FlowSpec, place: RunPlace, request: AttemptRequest) -> None:
    """The control task, number 0, tells who the others are; the join's inputs are found by it."""
    gang = request.gang
    if gang is not None and gang.index == 0:
        flow._control_mapper_tasks = [f"{place.run}/{request.step}/{task}" for task in gang.tasks]
        flow._control_task_is_mapper_zero = True
