"""Runs a step within the decorators of one's own around it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._attempt import TaskAttempt
    from .._graph import StepNode
    from ..flowspec import FlowSpec


def run_within_wrappers(task: TaskAttempt, call: Callable[[], Any]) -> None:
    """`call` runs the step. The outermost decorator begins first and ends last; one that has
    something to call instead, or skips, keeps those inside it and the step from running.
    """
    name, flow, inputs = task.node.name, task.flow, task.inputs
    begun = []
    instead = None
    skipped: Any = False
    for wrapper in reversed(task.node.wrappers):
        instead = wrapper.pre_step(name, flow, inputs)
        begun.append(wrapper)
        skipped = wrapper.skip_step
        if skipped or instead:
            break
    given: Any = skipped or None
    error: Exception | None = None
    failed = False
    try:
        if not skipped and instead:
            given = instead(flow, *([] if inputs is None else [inputs])) or None
        elif not skipped:
            call()
    except Exception as raised:
        error, failed = raised, True
    for wrapper in reversed(begun):
        error, given = _after(wrapper, name, flow, error, given)
    if error is not None:
        raise error
    if failed or (given is not None and given is not False):
        _go_on(flow, task.node, given, failed)


def _after(
    wrapper: Any, name: str, flow: FlowSpec, error: Exception | None, given: Any
) -> tuple[Exception | None, Any]:
    """What is left to raise, and what to call `self.next` with."""
    try:
        said = wrapper.post_step(name, flow, error)
    except Exception as raised:
        said = raised
    if said is None:
        return None, given
    if isinstance(said, Exception):
        return said, given
    if not isinstance(said, tuple):
        raise RuntimeError(
            "A step decorator that catches returns an exception, perhaps with what self.next is to "
            f"be called with; this one returned {said}"
        )
    if len(said) == 2:
        return said
    raise said[2]


def _go_on(flow: FlowSpec, node: StepNode, given: Any, failed: bool) -> None:
    """Calls `self.next` for a step that did not."""
    if not node.next:
        return
    flow._transition = None
    if isinstance(given, dict) and given:
        flow.next(*_targets(flow, node), **given)
        return
    if not failed and given is not True and given != {}:
        raise RuntimeError(
            f"What self.next is to be called with is a dict, or True, and not {given}"
        )
    if node.type == "split-parallel":
        raise RuntimeError(
            f"Step {node.name!r} splits with num_parallel: whoever skips it has to say what "
            "self.next is to be called with"
        )
    if node.type == "split-switch":
        cases = {case: getattr(flow, name) for case, name in node.cases.items()}
        flow.next(cases, condition=node.condition)
    elif node.foreach:
        flow.next(*_targets(flow, node), foreach=node.foreach)
    else:
        flow.next(*_targets(flow, node))


def _targets(flow: FlowSpec, node: StepNode) -> list[Any]:
    return [getattr(flow, name) for name in node.next]
