"""Splits into tasks that belong together, with a control task in front: `num_parallel`, and
foreaches over what only says at run time how long it is.
"""

from __future__ import annotations

from .unbounded_foreach import UnboundedForeachInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._datastore.cas import BlobStore
    from ._foreach import ForeachSource
    from ._host.protocol import AttemptRequest, GangPlace, RunPlace, TaskInput
    from .flowspec import FlowSpec

GANG_VARIABLE = "_parallel_ubf_iter"
"""The artifact that stands where a foreach has its list."""


class ParallelUBF(UnboundedForeachInput):
    """The "list" of a gang: its items are the tasks' numbers."""

    def __init__(self, num_parallel: int) -> None:
        self.num_parallel = num_parallel

    def __getitem__(self, item: int | None) -> Any:
        return item or 0


ParallelUBF.__module__ = f"{__package__}.flowspec"
"""Stored artifacts name the class by this path."""


def is_counted(flow: FlowSpec) -> bool:
    """Whether the flow splits over a list whose length only a task in front of the others tells,
    which runs none of the step itself.
    """
    return bool(flow._foreach_var != GANG_VARIABLE)


def size_of(flow: FlowSpec) -> int:
    """How many tasks the split leads to."""
    items = getattr(flow, flow._foreach_var)
    return 1 + sum(1 for _ in items) if is_counted(flow) else int(items.num_parallel)


def frame_index(source: ForeachSource, gang: GangPlace) -> int | None:
    """Which item the task gets; None: it is the one in front."""
    if source.var == GANG_VARIABLE:
        return gang.index
    return gang.index - 1 if gang.index else None


def lead_gang(flow: FlowSpec, place: RunPlace, request: AttemptRequest) -> bool:
    """The control task, number 0, tells who the others are; the join's inputs are found by it.
    True: it has nothing else to do.
    """
    gang = request.gang
    if gang is None or gang.index > 0:
        return False
    counted = bool(flow._foreach_stack[-1].var != GANG_VARIABLE)
    tasks = gang.tasks[1:] if counted else gang.tasks
    flow._control_mapper_tasks = [f"{place.run}/{request.step}/{task}" for task in tasks]
    if not counted:
        flow._control_task_is_mapper_zero = True
    return counted


def without_control(store: BlobStore, place: RunPlace, inputs: list[TaskInput]) -> list[TaskInput]:
    """The inputs of a join: the task in front is none."""
    from ._datastore.records import read_input

    first = read_input(store, place, inputs[0])
    if "_control_mapper_tasks" in first and "_control_task_is_mapper_zero" not in first:
        return inputs[1:]
    return inputs
