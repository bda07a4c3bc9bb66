"""Lets the mutators of a flow and of its steps change it, in Metaflow's order: those of the flow,
then those of the steps.
"""

from __future__ import annotations

from .mutable_flow import MutableFlow
from .mutable_step import MutableStep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..flowspec import FlowSpec


def pre_mutate(flow_class: type[FlowSpec]) -> None:
    for mutator in list(flow_class._flow_mutators):
        mutator.external_init()
    for mutator in _growing(lambda: flow_class._flow_mutators):
        mutator.pre_mutate(
            MutableFlow(flow_class, True, mutator.statically_defined, _origin(mutator))
        )
    functions = flow_class._step_functions()
    for function in functions:
        for mutator in list(function.config_decorators):
            mutator.external_init()
    for function in functions:
        for mutator in _growing(lambda step=function: step.config_decorators):  # type: ignore[misc]
            mutator.pre_mutate(
                MutableStep(
                    flow_class, function, True, mutator.statically_defined, _origin(mutator)
                )
            )


def mutate(flow_class: type[FlowSpec]) -> None:
    for mutator in list(flow_class._flow_mutators):
        mutator.mutate(MutableFlow(flow_class, False, mutator.statically_defined, _origin(mutator)))
    for function in flow_class._step_functions():
        for mutator in list(function.config_decorators):
            static = mutator.statically_defined
            mutator.mutate(MutableStep(flow_class, function, False, static, _origin(mutator)))


def _origin(mutator: Any) -> list[str]:
    return [mutator.decorator_name, *(mutator.inserted_by or [])]


def _growing(listed: Callable[[], list[Any]]) -> Iterator[Any]:
    """Each member once, also those that come while it goes on."""
    done: set[int] = set()
    while True:
        left = [each for each in listed() if id(each) not in done]
        if not left:
            return
        done.add(id(left[0]))
        yield left[0]
