"""@catch: a step whose failure does not stop the flow."""

from __future__ import annotations

from ..exception import MetaflowException, MetaflowExceptionWrapper
from . import StepDecorator, step_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._attempt import TaskAttempt
    from .._graph import StepNode


class FailureHandledByCatch(MetaflowException):
    """The attempts ended without an exception to keep: a process was killed or exited."""

    headline = "Task execution failed but @catch handled it"

    def __init__(self, attempts: int) -> None:
        super().__init__(
            f"The task failed in {attempts} attempts without raising an exception: "
            "its process was killed or ended by itself"
        )


# By this path it stands in records, and people compare it.
FailureHandledByCatch.__module__ = "metaflow.plugins.catch_decorator"


class CatchDecorator(StepDecorator):
    """Lets the flow go on when the step fails in its last attempt.

    `var`: artifact that gets the exception (None when there was none). `print_exception` (True):
    print it too.
    """

    name = "catch"
    defaults = {"var": None, "print_exception": True}

    def check_step(self, node: StepNode) -> None:
        if node.type in ("split-foreach", "split-parallel", "split-switch"):
            raise MetaflowException(
                f"@catch can't stand on step {node.name!r}: when a step fails that splits by "
                "foreach "
                "or chooses by condition, nobody knows what comes next. Move what may fail to a "
                "step of its own"
            )

    def wrap_step(self, task: TaskAttempt, call: Callable[[], Any]) -> Callable[[], Any]:
        if task.attempt < task.user_attempts:
            return call

        def give_up() -> None:
            raise FailureHandledByCatch(task.attempt)

        return give_up

    def after_step(self, task: TaskAttempt) -> None:
        self._set(task, None)

    def on_exception(self, task: TaskAttempt, error: Exception) -> bool:
        if task.attempt + 1 < task.user_attempts:
            return False
        caught = MetaflowExceptionWrapper(error, task.stacktrace(error))
        if self.attributes["print_exception"]:
            print(f"@catch caught an exception from {task.flow}")
            for line in str(caught).splitlines():
                print(f">  {line}")
        task.flow._transition = (list(task.node.next), None)
        task.flow._catch_exception = caught
        self._set(task, caught)
        return True

    def _set(self, task: TaskAttempt, value: MetaflowExceptionWrapper | None) -> None:
        if self.attributes["var"]:
            setattr(task.flow, self.attributes["var"], value)


catch = step_decorator(CatchDecorator)
