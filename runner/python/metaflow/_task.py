"""The three things that a host asks of this package in a task's own process. Plain data out;
nothing raised but by `store_parameters`.
"""

from __future__ import annotations

import contextlib
import os
import sys

from ._attempt import TaskAttempt
from ._datastore.records import read_input, store_of
from ._failure import exit_code, stacktrace, task_error, user_frames
from ._foreach import ForeachSource, publish_frames
from ._gang import size_of
from ._next import check_transition
from ._parameters_task import store_parameters
from .exception import InvalidNextException, MetaflowException
from .user_configs import ensure_ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._host.protocol import AttemptRequest, RunPlace, TaskInput
    from .flowspec import FlowSpec

__all__ = ["load_foreach", "run_attempt", "store_parameters"]


def load_foreach(flow_class: type[FlowSpec], place: RunPlace, input: TaskInput) -> ForeachSource:
    """The splitting task's record and its foreach artifact, once for all siblings of a process."""
    publish_frames()
    source = ForeachSource(read_input(store_of(place), place, input))
    try:
        source.items()
    except Exception:
        # Not every task asks for its item; the one that does gets this error in its own log.
        pass
    return source


def prepare_steps(flow_class: type[FlowSpec]) -> None:
    """Once, in the process whose forks run the attempts."""
    from ._graph import graph_of

    for node in graph_of(flow_class).nodes.values():
        for decorator in node.decorators:
            decorator.prepare()


def run_attempt(
    flow_class: type[FlowSpec],
    place: RunPlace,
    request: AttemptRequest,
    foreach: ForeachSource | None = None,
) -> dict[str, Any]:
    """Runs one attempt to its end, whatever user code does, and returns `result` of the protocol's
    attempt_ended.
    """
    owner = os.getpid()
    publish_frames()
    try:
        ensure_ready(flow_class)
        task = TaskAttempt(flow_class, place, request, foreach)
        task.open()
    except Exception as opening:
        return _failed(opening)
    ok, success, error = _run_step(task)
    if os.getpid() != owner:
        # A process that the step forked came out of it too: the records are not its to write.
        os._exit(0 if ok else 1)
    failure = _store(task, ok, success, error)
    _tell_stored(task, failure is None)
    if failure is not None:
        return {"state": "failed", "error": task_error(failure, task.node)}
    return {"state": "succeeded" if success else "caught", "transition": _transition(task.flow)}


def _store(
    task: TaskAttempt, ok: bool, success: bool, error: BaseException | None
) -> BaseException | None:
    """Returns what the attempt failed of. What went wrong first is what the person has to know."""
    first = None if ok else error
    try:
        later: BaseException | None = task.store(ok, success, error)
    except Exception as storing:
        later = storing
        # A full disk may have room for the small records that tell of it.
        with contextlib.suppress(Exception):
            task.store_failure(first or storing)
    if later is not None:
        _tell(task, later)
    return first or later


def _tell_stored(task: TaskAttempt, ok: bool) -> None:
    """The attempt is over: what a decorator makes of it can no longer fail it."""
    for decorator in task.node.decorators:
        try:
            decorator.after_store(task, ok)
        except Exception as error:
            print(stacktrace(error), end="", file=sys.stderr, flush=True)


def _run_step(task: TaskAttempt) -> tuple[bool, bool, BaseException | None]:
    """Whether the flow goes on, whether the user's code did well, and what was raised."""
    decorators = task.node.decorators
    try:
        try:
            for decorator in decorators:
                decorator.before_step(task)
            _call_step(task)
            for decorator in decorators:
                decorator.after_step(task)
        finally:
            for decorator in decorators:
                decorator.release(task)
    except Exception as error:
        # Every decorator hears of it, also after one has handled it.
        handled = [decorator.on_exception(task, error) for decorator in decorators]
        return (True, False, error) if True in handled else _gave_up(task, error)
    except SystemExit as error:
        # `sys.exit(0)` after self.next() ends a step well, as with Metaflow.
        return _gave_up(task, error) if exit_code(error) else _went_on(task)
    except BaseException as error:
        return _gave_up(task, error)
    return _went_on(task)


def _went_on(task: TaskAttempt) -> tuple[bool, bool, BaseException | None]:
    """The user's code did well; where it goes is no longer a matter of @catch."""
    try:
        if _follows_control_task(task):
            task.flow._transition = (list(task.node.next), None)
        check_transition(task.flow, task.node)
    except InvalidNextException as error:
        return _gave_up(task, error)
    return True, True, None


def _follows_control_task(task: TaskAttempt) -> bool:
    """Whether it may return before it says what comes next: the gang's control task says it."""
    gang = task.request.gang
    return gang is not None and gang.index > 0 and not task.flow._transition


def _call_step(task: TaskAttempt) -> None:
    """Decorators of one's own stand around all others."""
    if task.only_leads:
        task.flow._transition = (list(task.node.next), None)
        return
    call = _wrapped(task)
    if task.node.wrappers:
        from .user_decorators.wrapping import run_within_wrappers

        run_within_wrappers(task, call)
    else:
        call()


def _wrapped(task: TaskAttempt) -> Callable[[], Any]:
    method = getattr(task.flow, task.node.name)
    call: Callable[[], Any] = method if task.inputs is None else lambda: method(task.inputs)
    for decorator in task.node.decorators:
        call = decorator.wrap_step(task, call)
    return call


def _gave_up(task: TaskAttempt, error: BaseException) -> tuple[bool, bool, BaseException | None]:
    _tell(task, error)
    return False, False, error


def _tell(task: TaskAttempt, error: BaseException) -> None:
    """For the log, in Metaflow's form."""
    stderr = sys.stderr or sys.__stderr__
    if stderr is None:
        return
    try:
        told = f"{task.flow} failed:\n{_headline(error)}{stacktrace(error)}"
        print(told, end="", file=stderr, flush=True)
    except Exception:
        # A closed or replaced stderr must not hide the failure itself.
        return


def _headline(error: BaseException) -> str:
    """By which people and scripts know Metaflow's own failures."""
    if not isinstance(error, MetaflowException):
        return ""
    frames = user_frames(error)
    line = f" on line {frames[-1]['line']}" if frames else ""
    return f"    {error.headline}{line}:\n"


def _failed(error: BaseException) -> dict[str, Any]:
    """The attempt could not even begin: its records can't be completed."""
    print(stacktrace(error), end="", file=sys.stderr, flush=True)
    return {"state": "failed", "error": task_error(error)}


def _transition(flow: FlowSpec) -> dict[str, Any] | None:
    if not flow._transition:
        return None
    names, foreach = flow._transition
    transition: dict[str, Any] = {"next": list(names)}
    if flow._foreach_num_splits is None and foreach:
        transition["gang"] = size_of(flow)
    elif foreach:
        transition["foreach"] = {
            "artifact": foreach,
            "splits": flow._foreach_num_splits,
            "values": flow._foreach_values,
        }
    return transition
