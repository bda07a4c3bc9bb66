"""What a join gets: the tasks before it, read when they are looked at."""

from __future__ import annotations

import weakref

from ._datastore.records import read_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence
    from typing import Any

    from ._datastore.artifacts import Artifacts
    from ._datastore.cas import BlobStore
    from ._host.protocol import RunPlace, TaskInput
    from .flowspec import FlowSpec

# So many are kept, with what has been read of them; of more, only those that the step itself holds.
_KEPT = 100


class Inputs:
    """`inputs.step_a.x` after branches, `inputs[0].x` after a foreach, `for each in inputs` after
    both.

    Each input is a flow whose artifacts are those of one task before the join.
    """

    def __init__(
        self,
        flow_class: type[FlowSpec],
        store: BlobStore,
        place: RunPlace,
        tasks: Sequence[TaskInput],
        replaced: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """`replaced`: artifacts put in place of those of a task, by `run/step/task`."""
        self._class = flow_class
        self._store = store
        self._place = place
        self._tasks = tasks
        self._replaced = replaced or {}
        self._flows: MutableMapping[int, FlowSpec] = (
            {} if len(tasks) <= _KEPT else weakref.WeakValueDictionary()
        )

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
        flow = self._flows.get(at)
        if flow is None:
            flow = self._flows[at] = self._class._of_task(self._read(at))
            # Printed, an input names its step, and the flow alone only where there is no task.
            flow._current_step = self._tasks[at].step
        return flow

    def _read(self, at: int) -> Artifacts:
        task = self._tasks[at]
        artifacts = read_input(self._store, self._place, task)
        of_run = self._place.inputs["run"] if self._place.inputs else self._place.run
        for name, value in self._replaced.get(f"{of_run}/{task.step}/{task.task}", {}).items():
            artifacts.save(name, value)
        return artifacts
