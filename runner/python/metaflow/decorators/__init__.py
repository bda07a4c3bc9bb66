"""What a decorator is. Each one is a file here: a class with defaults and the hooks that it needs.

Hooks of one attempt, in order: `before_step`, `wrap_step`, the step, then `after_step` or
`on_exception`, `release`; when all is stored, `after_store`.
"""

from __future__ import annotations

from ..exception import (
    BadStepDecoratorException,
    DuplicateStepDecoratorException,
    InvalidDecoratorAttribute,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from .._attempt import TaskAttempt
    from .._graph import StepNode

    F = TypeVar("F", bound=Callable[..., Any])
    from ..flowspec import FlowSpec


class Decorator:
    """`attributes` holds the defaults overlaid with what the source gives."""

    name = ""
    defaults: dict[str, Any] = {}
    # Where Metaflow stores a default in another form than its documentation names (`"3"` for 3).
    stored_defaults: dict[str, Any] = {}
    multiple = False

    def __init__(self, given: dict[str, Any]) -> None:
        for attribute in given:
            if attribute not in self.defaults:
                raise InvalidDecoratorAttribute(self.name, attribute, self.defaults)
        self.given = given
        self.attributes: dict[str, Any] = {**self.defaults, **given}
        self.init()

    def init(self) -> None:
        """Checks the attributes at class definition."""

    @property
    def stored_attributes(self) -> dict[str, Any]:
        """The attributes as Metaflow's `_graph_info` has them."""
        return {**self.defaults, **self.stored_defaults, **self.given}


class StepDecorator(Decorator):
    def check_step(self, node: StepNode) -> None:
        """Raises when the decorator doesn't suit the step's place in the graph."""

    def before_step(self, task: TaskAttempt) -> None:
        """Before the user's code; an exception counts as the step's."""

    def wrap_step(self, task: TaskAttempt, call: Callable[[], Any]) -> Callable[[], Any]:
        """May replace what runs."""
        return call

    def after_step(self, task: TaskAttempt) -> None:
        """The user's code returned."""

    def on_exception(self, task: TaskAttempt, error: Exception) -> bool:
        """True: handled, the flow goes on."""
        return False

    def release(self, task: TaskAttempt) -> None:
        """Always, before anything is stored: give back timers and the like."""

    def after_store(self, task: TaskAttempt, ok: bool) -> None:
        """Everything of the attempt is stored and marked done; `ok`: the flow goes on."""


class FlowDecorator(Decorator):
    pass


def step_decorator(kind: type[StepDecorator]) -> Callable[..., Any]:
    """The function that people write, bare (`@retry`) or with attributes (`@retry(times=2)`)."""

    def attach(function: F, given: dict[str, Any]) -> F:
        if not getattr(function, "is_step", False):
            raise BadStepDecoratorException(kind.name, function)
        attached: list[StepDecorator] = function.decorators  # type: ignore[attr-defined]
        if not kind.multiple and any(each.name == kind.name for each in attached):
            raise DuplicateStepDecoratorException(kind.name, function)
        attached.append(kind(given))
        return function

    return _two_forms(kind, attach)


def flow_decorator(kind: type[FlowDecorator]) -> Callable[..., Any]:
    """Like `step_decorator`, over a class."""

    def attach(flow: type[FlowSpec], given: dict[str, Any]) -> type[FlowSpec]:
        from ..flowspec import FlowSpec

        if not (isinstance(flow, type) and issubclass(flow, FlowSpec)):
            raise TypeError(f"@{kind.name} belongs above a FlowSpec class, not {flow!r}")
        # A list of its own: a base class must not get what a subclass is decorated with.
        others = [each for each in flow._flow_decorators if kind.multiple or each.name != kind.name]
        flow._flow_decorators = [*others, kind(given)]
        return flow

    return _two_forms(kind, attach)


def _two_forms(kind: type[Decorator], attach: Callable[..., Any]) -> Callable[..., Any]:
    def decorate(target: Any = None, **attributes: Any) -> Any:
        if target is not None:
            return attach(target, attributes)
        return lambda later: attach(later, attributes)

    decorate.__name__ = decorate.__qualname__ = kind.name
    decorate.__doc__ = kind.__doc__
    return decorate
