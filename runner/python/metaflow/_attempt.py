"""One attempt of a task in its own process: what it starts from, its life, and what is stored of
it.
"""

from __future__ import annotations

import os
from types import FunctionType, MethodType

from ._classes import constants_of, leaking_values_of, parameters_of
from ._datastore.artifacts import Artifacts
from ._datastore.layout import TaskPlace
from ._datastore.records import TaskRecords, read_input, store_of
from ._failure import stacktrace
from ._foreach import ForeachSource
from ._gang import frame_index, lead_gang, without_control
from ._graph import graph_of
from ._inputs import Inputs
from ._replaced import replaced_of
from .exception import MetaflowDataMissing, MetaflowExceptionWrapper, UnpicklableArtifact
from .metaflow_current import current
from .parameters import Parameter
from .unbounded_foreach import CONTROL_TASK_TAG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._host.protocol import AttemptRequest, RunPlace, TaskInput
    from .flowspec import FlowSpec


class TaskAttempt:
    """What decorators get to see: `flow`, `node`, `attempt` (0 is the first), `user_attempts`."""

    flow: FlowSpec
    inputs: Inputs | None = None
    only_leads = False
    """A control task that runs nothing of the step itself."""

    def __init__(
        self,
        flow_class: type[FlowSpec],
        place: RunPlace,
        request: AttemptRequest,
        foreach: ForeachSource | None,
    ) -> None:
        self.place = place
        self.request = request
        self.node = graph_of(flow_class).nodes[request.step]
        self.attempt = request.attempt
        self.user_attempts = request.user_attempts
        self.output: Artifacts
        self._class = flow_class
        self._foreach = foreach
        self._store = foreach.artifacts.store if foreach else store_of(place)
        task = TaskPlace(place.flow, place.run, request.step, request.task)
        self._records = TaskRecords(place, task, request.attempt)

    def open(self) -> None:
        """Begins the records, reads what the task starts from, makes its flow."""
        self._records.begin(self.request.created_at)
        joins = self.node.takes_inputs
        first = self._read_input(0) if self.request.inputs else None
        if first is None:
            raise MetaflowDataMissing(f"Step {self.node.name!r} has no input task to start from")
        if not joins:
            for name, value in replaced_of(self.request.artifacts_module).items():
                first.save(name, value)
        self.output = self._parameters_only(first) if joins else first.copy()
        flow = self.flow = self._class._of_task(self.output)
        if joins:
            replaced = replaced_of(self.request.artifacts_module)
            tasks = self._joined_tasks()
            self.inputs = Inputs(self._class, self._store, self.place, tasks, replaced)
        self._set_state(flow, first)
        self.only_leads = lead_gang(flow, self.place, self.request)
        self._records.begin_metadata(flow._foreach_stack)
        if self.only_leads:
            self._records.metadata("internal_task_type", CONTROL_TASK_TAG)
        self._set_current(flow)
        constants = constants_of(self._class)
        object.__setattr__(flow, "_read_only", frozenset(constants) | {"_graph_info"})

    def record_metadata(self, field: str, value: Any) -> None:
        """Adds to what the client shows as the task's metadata."""
        self._records.metadata(field, value)

    def stacktrace(self, error: BaseException) -> str:
        return stacktrace(error)

    def store(
        self, ok: bool, success: bool, error: BaseException | None
    ) -> UnpicklableArtifact | None:
        """Writes artifacts and final records. An artifact that can't be stored is left out and
        fails the task.
        """
        unpicklable = self._save_values()
        self._finish(ok and unpicklable is None, success, unpicklable if ok else error)
        return unpicklable

    def store_failure(self, error: BaseException) -> None:
        """Completes the records after `store` failed: what it had stored, and why it stopped."""
        self._finish(False, False, error)

    def _finish(self, ok: bool, success: bool, error: BaseException | None) -> None:
        wrapper = None
        if error is not None and not ok:
            wrapper = MetaflowExceptionWrapper(error, stacktrace(error))
        state = {"_exception": wrapper, "_success": ok and success, "_task_ok": ok}
        for name, value in state.items():
            self.output.save(name, value)
        self._store.adopt(self.output.objects.values())
        self._records.finish(self.output, ok)

    def _read_input(self, at: int) -> Artifacts:
        if self._foreach is not None:
            return self._foreach.artifacts
        return read_input(self._store, self.place, self.request.inputs[at])

    def _joined_tasks(self) -> list[TaskInput]:
        tasks = self.request.inputs
        split = graph_of(self._class).nodes.get(self.node.split or "")
        if split is None or split.type != "split-foreach" or len(tasks) < 2:
            return tasks
        return without_control(self._store, self.place, tasks)

    def _parameters_only(self, first: Artifacts) -> Artifacts:
        """A join starts from what is the same in the whole run."""
        output = Artifacts(self._store, {}, {})
        names = [*parameters_of(self._class), *constants_of(self._class), "_graph_info"]
        output.pass_on(first, names)
        return output

    def _set_state(self, flow: FlowSpec, first: Artifacts) -> None:
        flow._foreach_var = None
        flow._foreach_num_splits = None
        flow._iteration_stack = self._iterations(first)
        flow._current_step = self.node.name
        flow._foreach_stack = self._frames(flow, first)

    def _frames(self, flow: FlowSpec, first: Artifacts) -> list[Any]:
        if self.inputs is None:
            if first.is_none("_foreach_var"):
                return list(first.get("_foreach_stack", ()))
            source = self._foreach or ForeachSource(first)
            object.__setattr__(flow, "_foreach_source", source)
            gang, index = self.request.gang, self.request.split_index
            return source.frames(self.node.name, frame_index(source, gang) if gang else index)
        stack: list[Any] = first.get("_foreach_stack", [])
        split = graph_of(self._class).nodes.get(self.node.split or "")
        if split is None or split.type not in ("split-foreach", "split-parallel"):
            return stack
        expected = stack[-1].num_splits if stack else None
        if expected and expected != len(self.inputs):
            raise MetaflowDataMissing(
                f"Step {self.node.name!r} joins {expected} tasks, but {len(self.inputs)} are there"
            )
        return stack[:-1]

    def _iterations(self, first: Artifacts) -> list[int]:
        """`[n]` in a step that leads back to itself, counted from 0; `[]` everywhere else."""
        if not self.node.is_recursive:
            return []
        before = first.get("_iteration_stack") or [-1]
        return [*before[:-1], before[-1] + 1]

    def _set_current(self, flow: FlowSpec) -> None:
        place = self.place
        current._set(
            flow_name=place.flow,
            run_id=place.run,
            step_name=self.node.name,
            task_id=self.request.task,
            retry_count=self.attempt,
            origin_run_id=place.origin_run_id,
            namespace=_namespace_of(place.user),
            username=place.user,
            tags=set(place.tags),
            is_running_flow=True,
            parameter_names=sorted(parameters_of(self._class)),
            _flow=flow,
        )

    def _save_values(self) -> UnpicklableArtifact | None:
        """What was set or loaded is pickled again: `self.log.append(x)` must be stored."""
        flow = self.flow
        leaking = leaking_values_of(self._class)
        failed: UnpicklableArtifact | None = None
        for name, value in {**leaking, "_configs_processed": True, **flow.__dict__}.items():
            if name.startswith("__") or name in flow._EPHEMERAL:
                continue
            if isinstance(value, (MethodType, FunctionType, Parameter)):
                continue
            try:
                self.output.save(name, value)
            except UnpicklableArtifact as error:
                self.output.drop(name)
                # What the class brings along (`_abc_impl`, …) was not meant to be stored.
                if name not in leaking:
                    failed = failed or error
        return failed


def _namespace_of(user: str) -> str:
    token = os.environ.get("METAFLOW_PRODUCTION_TOKEN")
    return f"production:{token}" if token else f"user:{user}"
