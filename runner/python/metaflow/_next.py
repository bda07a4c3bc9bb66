"""The rules of `self.next(…)` at run time. They look at one call; the graph as a whole is judged
before a run.
"""

from __future__ import annotations

import operator

from ._foreach import short_texts
from ._gang import GANG_VARIABLE, ParallelUBF, size_of
from .exception import InvalidNextException
from .unbounded_foreach import UnboundedForeachInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._graph import StepNode
    from .flowspec import FlowSpec


def set_transition(flow: FlowSpec, targets: tuple[Any, ...], options: dict[str, Any]) -> None:
    """Sets `_transition` and the foreach artifacts of `flow`. Raises InvalidNextException."""
    step = getattr(flow, "_current_step", "?")
    unknown = [name for name in options if name not in ("foreach", "num_parallel", "condition")]
    if unknown:
        raise InvalidNextException(f"Step {step!r}: self.next() has no argument {unknown[0]!r}")
    if flow._transition is not None:
        raise InvalidNextException(
            f"Step {step!r} calls self.next() more than once: keep one call, at its end"
        )
    condition, foreach = options.get("condition"), options.get("foreach")
    nodes = options.get("num_parallel")
    if condition is not None:
        if foreach is not None or nodes is not None:
            raise InvalidNextException(
                f"Step {step!r}: self.next() takes condition, foreach or num_parallel: one of them"
            )
        flow._transition = ([_chosen(flow, step, targets, condition)], None)
        return
    names = [_step_name(flow, step, target, at) for at, target in enumerate(targets, 1)]
    if not names:
        raise InvalidNextException(
            f"Step {step!r}: self.next() needs the step that comes next: self.next(self.end)"
        )
    if nodes is not None:
        foreach = GANG_VARIABLE
        _split_into_gang(flow, step, names, nodes)
    elif foreach:
        _split(flow, step, names, foreach)
    flow._transition = (names, foreach or None)


def check_transition(flow: FlowSpec, node: StepNode) -> None:
    """After the step: it went where its source says. Raises InvalidNextException."""
    went = list(flow._transition[0]) if flow._transition else []
    if node.type == "split-switch":
        if len(went) == 1 and went[0] in node.next:
            return
    elif went == node.next:
        return
    if not went:
        raise InvalidNextException(
            f"Step {node.name!r} ended without calling self.next(): "
            f"call self.next({_call(node.next)}) as its last statement, outside any if"
        )
    raise InvalidNextException(
        f"Step {node.name!r} called self.next({_call(went)}), but its last statement says "
        f"self.next({_call(node.next)}): keep a single call, at the end and outside any if"
    )


def _call(names: list[str]) -> str:
    return ", ".join(f"self.{name}" for name in names)


def _step_name(flow: FlowSpec, step: str, target: Any, at: int) -> str:
    if isinstance(target, dict):
        raise InvalidNextException(
            f"Step {step!r}: self.next({{…}}) needs condition='name of an artifact'"
        )
    name = getattr(getattr(target, "__func__", None), "__name__", None)
    if name is None:
        raise InvalidNextException(
            f"Step {step!r}: argument {at} of self.next() is {target!r}, "
            "not a step: write self.next(self.name_of_step)"
        )
    if not getattr(getattr(type(flow), name, None), "is_step", False):
        raise InvalidNextException(
            f"Step {step!r} goes to {name!r}, which is no step: put @step over its def"
        )
    return str(name)


def _chosen(flow: FlowSpec, step: str, targets: tuple[Any, ...], condition: Any) -> str:
    if len(targets) != 1 or not isinstance(targets[0], dict) or not targets[0]:
        raise InvalidNextException(
            f"Step {step!r}: with condition=…, self.next() takes one dict of values and steps"
        )
    if not isinstance(condition, str):
        raise InvalidNextException(f"Step {step!r}: condition is the name of an artifact, as text")
    if not hasattr(flow, condition):
        raise InvalidNextException(
            f"Step {step!r}: self.{condition}, its condition, does not exist: set it first"
        )
    value = getattr(flow, condition)
    if value not in targets[0]:
        raise RuntimeError(
            f"Step {step!r}: self.{condition} is {value!r}, and no case fits; there are: "
            f"{list(targets[0])}"
        )
    return _step_name(flow, step, targets[0][value], 1)


def _split_into_gang(flow: FlowSpec, step: str, names: list[str], nodes: Any) -> None:
    if len(names) != 1:
        raise InvalidNextException(f"Step {step!r}: num_parallel leads to exactly one step")
    try:
        count = operator.index(nodes)
    except TypeError:
        count = 0
    if count < 1:
        raise InvalidNextException(
            f"Step {step!r}: num_parallel is the number of tasks, 1 or more; it is {nodes!r}"
        )
    flow._parallel_ubf_iter = ParallelUBF(count)
    _split_unbounded(flow, GANG_VARIABLE)


def _split_unbounded(flow: FlowSpec, variable: str) -> None:
    flow._unbounded_foreach = True
    flow._foreach_values = None
    flow._foreach_num_splits = None
    flow._foreach_var = variable


def _split(flow: FlowSpec, step: str, names: list[str], foreach: Any) -> None:
    if not isinstance(foreach, str):
        raise InvalidNextException(
            f"Step {step!r}: foreach is the name of an artifact, as text: foreach='items'"
        )
    if len(names) != 1:
        raise InvalidNextException(f"Step {step!r}: a foreach leads to exactly one step")
    if not hasattr(flow, foreach):
        raise InvalidNextException(
            f"Step {step!r}: self.{foreach}, its foreach variable, does not exist: set it first"
        )
    items = getattr(flow, foreach)
    if isinstance(items, UnboundedForeachInput):
        _split_unbounded(flow, foreach)
        # Whoever resumes the run learns from it how many tasks there were.
        flow._parallel_ubf_iter = ParallelUBF(size_of(flow))
        return
    texts = short_texts(step, foreach, items)
    flow._foreach_values = texts
    flow._foreach_num_splits = len(texts)
    flow._foreach_var = foreach
