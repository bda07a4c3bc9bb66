"""What a join gets: the tasks before it, read when they are looked at."""

from __future__ import annotations

from ._datastore.layout import TaskPlace
from ._datastore.records import read_artifacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from ._datastore.artifacts import Artifacts
    from ._datastore.cas import BlobStore
    from ._host.protocol import TaskInput
    from .flowspec import FlowSpec


class Inputs:
    """`inputs.step_a.x` after branches, `inputs[0].x` after a foreach, `for each in inputs` after
    both.

    Each input is a flow whose artifacts are those of one task before the join.
    """

    def __init__(
        self, flow_class: type[FlowSpec], store: BlobStore, run: str, tasks: Sequence[TaskInput]
    ) -> None:
        self._class = flow_class
        self._store = store
        self._run = run
        self._tasks = tasks
        self._flows: dict[int, FlowSpec] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._flow(at) for at in range(*index.indices(len(self._tasks)))]
        at = index + len(self._tasks) if index < 0 else index
        if not 0 <= at < len(self._tasks):
            raise IndexError(f"inputs[{index}]: this join has {len(self._tasks)} inputs")
        return self._flow(at)

    def __iter__(self) -> Iterator[FlowSpec]:
        return (self._flow(at) for at in range(len(self._tasks)))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        # As Metaflow: of several tasks of one step the last counts.
        for at in range(len(self._tasks) - 1, -1, -1):
            if self._tasks[at].step == name:
                return self._flow(at)
        steps = ", ".join(dict.fromkeys(task.step for task in self._tasks))
        raise AttributeError(f"inputs has no step {name!r}; this join's inputs come from: {steps}")

    @property
    def flows(self) -> list[FlowSpec]:
        return list(self)

    def artifacts(self, at: int) -> Artifacts:
        artifacts = self._flow(at)._datastore
        assert artifacts is not None
        return artifacts

    def _flow(self, at: int) -> FlowSpec:
        if at not in self._flows:
            task = self._tasks[at]
            place = TaskPlace(self._store.flow, self._run, task.step, task.task)
            self._flows[at] = self._class._of_task(read_artifacts(self._store, place))
        return self._flows[at]
