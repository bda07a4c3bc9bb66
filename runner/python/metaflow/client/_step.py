"""Steps of a run."""

from __future__ import annotations

from ._objects import CLASSES, MetaflowObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from ._run import Run
    from ._task import Task

CONTROL_TASK_TAG = "control_task"


class Step(MetaflowObject):
    """`Step("F/1/train")`: its tasks, newest first."""

    __module__ = "metaflow.client.core"

    _NAME = "step"
    _PARENT_CLASS = "run"
    _CHILD_CLASS = "task"

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Task]: ...
        def __getitem__(self, id: str) -> Task: ...

        @property
        def parent(self) -> Run: ...

    @property
    def task(self) -> Task | Any:
        """The newest task: the only one outside a foreach. None before there is any."""
        return next(iter(self), None)

    def tasks(self, *tags: str) -> Iterator[Task]:
        """Its tasks; iterate over the step itself instead."""
        return self._filtered_children(*tags)

    @property
    def control_task(self) -> Task | None:
        """The task that leads a `num_parallel` step."""
        return next(self.control_tasks(), None)

    def control_tasks(self, *tags: str) -> Iterator[Task]:
        for task in self._filtered_children(*tags):
            if CONTROL_TASK_TAG in task.tags or _leads(task):
                yield task

    @property
    def finished_at(self) -> datetime | Any:
        """When its last task finished; None while one has not."""
        times = [task.finished_at for task in self]
        known = [time for time in times if time is not None]
        return max(known) if known and len(known) == len(times) else None

    @property
    def environment_info(self) -> Any:
        task = self.task
        return None if task is None else task.environment_info

    @property
    def parent_steps(self) -> Iterator[Step]:
        """The steps that lead here."""
        info = self.task["_graph_info"].data
        if self.id != info.get("start_step", "start"):
            for name, node in info["steps"].items():
                if self.id in node["next"]:
                    yield self._sibling(name)

    @property
    def child_steps(self) -> Iterator[Step]:
        """The steps that this one leads to."""
        info = self.task["_graph_info"].data
        if self.id != info.get("end_step", "end"):
            for name in info["steps"][self.id]["next"]:
                yield self._sibling(name)

    def _sibling(self, name: str) -> Step:
        flow, run, _ = self.path_components
        return Step(f"{flow}/{run}/{name}", _namespace_check=False, _metaflow=self._metaflow)


def _leads(task: Task) -> bool:
    return any(
        entry.name == "internal_task_type" and entry.value == CONTROL_TASK_TAG
        for entry in task.metadata
    )


CLASSES["step"] = Step
