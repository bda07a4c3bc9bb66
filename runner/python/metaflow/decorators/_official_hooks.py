"""Hooks by Metaflow's names and arguments, for decorators that people wrote against it. Ours call
them where they have nothing of their own to do.

What has no meaning here is passed as None: the datastore, the environment, the kind of a task.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from .._attempt import TaskAttempt
    from .._graph import StepNode
    from ._opening import FlowOpening


class TaskMetadata:
    """`metadata.register_metadata(run_id, step_name, task_id, [MetaDatum(…)])`"""

    TYPE = "local"

    def __init__(self, task: TaskAttempt) -> None:
        self._task = task

    def register_metadata(
        self, run_id: object, step_name: object, task_id: object, metadata: Iterable[Any]
    ) -> None:
        for each in metadata:
            self._task.record_metadata(each.field, each.value)


class OfficialStepHooks:
    def step_init(
        self,
        flow: Any,
        graph: Any,
        step_name: str,
        decorators: Any,
        environment: Any,
        flow_datastore: Any,
        logger: Any,
    ) -> None:
        """A command of the flow starts."""

    def task_pre_step(
        self,
        step_name: str,
        task_datastore: Any,
        metadata: Any,
        run_id: str,
        task_id: str,
        flow: Any,
        graph: Any,
        retry_count: int,
        max_user_code_retries: int,
        ubf_context: Any,
        inputs: Any,
    ) -> None:
        """Before the user's code."""

    def task_decorate(
        self,
        step_func: Callable[..., Any],
        flow: Any,
        graph: Any,
        retry_count: int,
        max_user_code_retries: int,
        ubf_context: Any,
    ) -> Callable[..., Any]:
        """May replace what runs."""
        return step_func

    def task_post_step(
        self, step_name: str, flow: Any, graph: Any, retry_count: int, max_user_code_retries: int
    ) -> None:
        """The user's code returned."""

    def task_exception(
        self,
        exception: BaseException,
        step_name: str,
        flow: Any,
        graph: Any,
        retry_count: int,
        max_user_code_retries: int,
    ) -> bool | None:
        """True: handled, the flow goes on."""

    def task_finished(
        self,
        step_name: str,
        flow: Any,
        graph: Any,
        is_task_ok: bool,
        retry_count: int,
        max_user_code_retries: int,
    ) -> None:
        """Everything is stored."""


class OfficialFlowHooks:
    def flow_init(
        self,
        flow: Any,
        graph: Any,
        environment: Any,
        flow_datastore: Any,
        metadata: Any,
        logger: Any,
        echo: Any,
        options: dict[str, Any],
    ) -> None:
        """A command of the flow starts."""

    def get_top_level_options(self) -> list[tuple[str, Any]]:
        """Options for the commands of tasks; tasks have none here."""
        return []


def call_flow_init(hooks: OfficialFlowHooks, opening: FlowOpening) -> None:
    flow_class, echo = opening.flow_class, opening.echo
    hooks.flow_init(flow_class, flow_class._graph, None, None, None, _log, echo, opening.options)  # type: ignore[attr-defined]


def call_step_init(hooks: OfficialStepHooks, node: StepNode, flow_class: type | None) -> None:
    graph = None if flow_class is None else flow_class._graph  # type: ignore[attr-defined]
    hooks.step_init(flow_class, graph, node.name, node.decorators, None, None, _log)


def call_pre_step(hooks: OfficialStepHooks, task: TaskAttempt) -> None:
    place, inputs = task.place, task.inputs
    hooks.task_pre_step(
        task.node.name,
        None,
        TaskMetadata(task),
        place.run,
        task.request.task,
        task.flow,
        _graph(task),
        task.attempt,
        task.user_attempts - 1,
        None,
        [] if inputs is None else inputs,
    )


def call_decorate(
    hooks: OfficialStepHooks, task: TaskAttempt, call: Callable[[], Any]
) -> Callable[[], Any]:
    """The function gets the inputs of a join where Metaflow's would."""

    def step_func(*_inputs: Any) -> Any:
        return call()

    made = hooks.task_decorate(
        step_func, task.flow, _graph(task), task.attempt, task.user_attempts - 1, None
    )
    if made is step_func:
        return call
    return made if task.inputs is None else lambda: made(task.inputs)


def call_post_step(hooks: OfficialStepHooks, task: TaskAttempt) -> None:
    hooks.task_post_step(
        task.node.name, task.flow, _graph(task), task.attempt, task.user_attempts - 1
    )


def call_exception(hooks: OfficialStepHooks, task: TaskAttempt, error: BaseException) -> bool:
    name, last = task.node.name, task.user_attempts - 1
    handled = hooks.task_exception(error, name, task.flow, _graph(task), task.attempt, last)
    return handled is True


def call_finished(hooks: OfficialStepHooks, task: TaskAttempt, ok: bool) -> None:
    hooks.task_finished(
        task.node.name, task.flow, _graph(task), ok, task.attempt, task.user_attempts - 1
    )


def _graph(task: TaskAttempt) -> Any:
    return type(task.flow)._graph


def _log(body: object = "", head: str = "", **_style: Any) -> None:
    print(f"{head}{body}")
