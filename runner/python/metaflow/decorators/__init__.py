"""What a decorator is. Each one is a file here: a class with defaults and the hooks that it needs.

Hooks of a command line, in order: `init` (the attributes are known, configs read), then `open_flow`
of a flow's and `check_step` of a step's. Hooks of one attempt: `before_step`, `wrap_step`, the
step, then `after_step` or `on_exception`, `release`; when all is stored, `after_store`.
"""

from __future__ import annotations

import sys

from ..exception import (
    BadFlowDecoratorException,
    BadStepDecoratorException,
    DuplicateFlowDecoratorException,
    DuplicateStepDecoratorException,
    InvalidDecoratorAttribute,
)
from . import _official_hooks as official

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from .._attempt import TaskAttempt
    from .._graph import StepNode
    from ..flowspec import FlowSpec
    from ._opening import FlowOpening

    F = TypeVar("F", bound=Callable[..., Any])


class Decorator:
    """`attributes` holds the defaults overlaid with what the source gives. Values of a Config stand
    in it unresolved until `external_init`.
    """

    name = "NONAME"
    defaults: dict[str, Any] = {}
    # Where Metaflow stores a default in another form than its documentation names (`"3"` for 3).
    stored_defaults: dict[str, Any] = {}
    allow_multiple = False
    needs_official = False
    """Flows with it run by official Metaflow."""

    def __init__(
        self,
        attributes: dict[str, Any] | None = None,
        statically_defined: bool = False,
        inserted_by: list[str] | None = None,
    ) -> None:
        self.given = dict(attributes or {})
        for attribute in self.given:
            if attribute not in self.defaults and not _is_unpacked(attribute):
                raise InvalidDecoratorAttribute(self.name, attribute, self.defaults)
        self.attributes: dict[str, Any] = {**self.defaults, **self.given}
        self.statically_defined = statically_defined
        """Written in the source, not added by `--with` or a mutator."""
        self.inserted_by = inserted_by
        """The mutators that added it."""
        self._initialised = False

    def init(self) -> None:
        """Checks the attributes once they are known."""

    def external_init(self) -> None:
        """Takes values from configs and calls `init`, once."""
        if self._initialised:
            return
        self.given = _resolved(self.given)
        self.attributes = {**self.defaults, **self.given}
        self.init()
        self._initialised = True

    @property
    def stored_attributes(self) -> dict[str, Any]:
        """The attributes as Metaflow's `_graph_info` has them."""
        stored = {
            name: value for name, value in self.stored_defaults.items() if name not in self.given
        }
        return {**self.attributes, **stored}

    def get_args_kwargs(self) -> tuple[list[Any], dict[str, Any]]:
        """What the decorator would have to be written with, defaults and all."""
        return [], self.stored_attributes

    def make_decorator_spec(self) -> str:
        """`name:key=value,…`, as `--with` takes it."""
        from ._specs import spec_of

        self.external_init()
        return spec_of(self.name, self.stored_attributes)

    @classmethod
    def parse_decorator_spec(cls, deco_spec: str) -> Decorator:
        """The inverse of `make_decorator_spec`; `deco_spec` is what stands after the colon."""
        from ._specs import attributes_of_spec

        return cls(attributes_of_spec(deco_spec))

    def __str__(self) -> str:
        origin = "static" if self.statically_defined else "dynamic"
        if self.inserted_by:
            origin += f" (inserted by {' from '.join(self.inserted_by)})"
        attributes = "".join(f" {name}={value}" for name, value in self.attributes.items())
        return f"{self.name}<{origin}{attributes}>"


class StepDecorator(Decorator, official.OfficialStepHooks):
    flow_class: type[FlowSpec] | None = None
    """The flow that a command has been given for."""

    def check_step(self, node: StepNode) -> None:
        """Raises when the decorator doesn't suit the step's place in the graph."""
        official.call_step_init(self, node, self.flow_class)

    def prepare(self) -> None:
        """In the process whose forks are the attempts: imports what each of them would import."""

    def before_step(self, task: TaskAttempt) -> None:
        """Before the user's code; an exception counts as the step's."""
        official.call_pre_step(self, task)

    def wrap_step(self, task: TaskAttempt, call: Callable[[], Any]) -> Callable[[], Any]:
        """May replace what runs."""
        return official.call_decorate(self, task, call)

    def after_step(self, task: TaskAttempt) -> None:
        """The user's code returned."""
        official.call_post_step(self, task)

    def on_exception(self, task: TaskAttempt, error: Exception) -> bool:
        """True: handled, the flow goes on."""
        return official.call_exception(self, task, error)

    def release(self, task: TaskAttempt) -> None:
        """Always, before anything is stored: give back timers and the like."""

    def after_store(self, task: TaskAttempt, ok: bool) -> None:
        """Everything of the attempt is stored and marked done; `ok`: the flow goes on."""
        official.call_finished(self, task, ok)


class FlowDecorator(Decorator, official.OfficialFlowHooks):
    options: dict[str, dict[str, Any]] = {}
    """Options that the decorator adds before a command's name, in Click's words by name."""

    def open_flow(self, opening: FlowOpening) -> None:
        """A command of the flow starts; the decorators of the flow are told in order."""
        official.call_flow_init(self, opening)


def step_decorator(kind: type[StepDecorator]) -> Callable[..., Any]:
    """The function that people write, bare (`@retry`) or with attributes (`@retry(times=2)`)."""

    def attach(target: Any, given: dict[str, Any]) -> Any:
        function = _step_of(target)
        if not getattr(function, "is_step", False):
            raise BadStepDecoratorException(kind.name, function)
        attached: list[StepDecorator] = function.decorators
        if not kind.allow_multiple and any(each.name == kind.name for each in attached):
            raise DuplicateStepDecoratorException(kind.name, function)
        attached.append(kind(given, statically_defined=True))
        return function

    return _two_forms(kind, attach)


def flow_decorator(kind: type[FlowDecorator]) -> Callable[..., Any]:
    """Like `step_decorator`, over a class."""

    def attach(target: Any, given: dict[str, Any]) -> type[FlowSpec]:
        from ..flowspec import FlowSpec

        flow = getattr(target, "_flow_cls", target)
        if not (isinstance(flow, type) and issubclass(flow, FlowSpec)):
            raise BadFlowDecoratorException(kind.name)
        there = flow._flow_decorators
        if not kind.allow_multiple and any(each.name == kind.name for each in there):
            raise DuplicateFlowDecoratorException(kind.name)
        # A list of its own: a base class must not get what a subclass is decorated with.
        flow._flow_decorators = [*there, kind(given, statically_defined=True)]
        return flow

    return _two_forms(kind, attach)


def _step_of(target: Any) -> Any:
    """A mutator or a decorator of the user's own stands for its step."""
    return target if callable(target) and hasattr(target, "is_step") else _own_step(target)


def _own_step(target: Any) -> Any:
    return getattr(target, "_my_step", None) or target


def _two_forms(kind: type[Decorator], attach: Callable[..., Any]) -> Callable[..., Any]:
    def decorate(target: Any = None, **attributes: Any) -> Any:
        if target is not None:
            return attach(target, attributes)
        return lambda later: attach(later, attributes)

    decorate.__name__ = decorate.__qualname__ = kind.name
    decorate.__doc__ = kind.__doc__
    return decorate


def _configs() -> Any:
    """The module of configs, if the flow uses any: values of other flows need no resolving."""
    return sys.modules.get(f"{__package__.rpartition('.')[0]}.user_configs.config_parameters")


def _is_unpacked(attribute: str) -> bool:
    """`@resources(**config.resources)` gives one attribute that stands for many."""
    configs = _configs()
    return configs is not None and attribute.startswith(configs.UNPACK_KEY)


def _resolved(given: dict[str, Any]) -> dict[str, Any]:
    configs = _configs()
    if configs is None:
        return given
    unpacked, _names = configs.unpack_delayed_evaluator(given)
    resolved: dict[str, Any] = configs.resolve_delayed_evaluator(unpacked, to_dict=True)
    return resolved


def _base_step_decorator(decotype: type[StepDecorator], *args: Any, **kwargs: Any) -> Any:
    """As Metaflow makes decorators of classes: `partial(_base_step_decorator, MyDecorator)`."""
    return step_decorator(decotype)(*args, **kwargs)


def _base_flow_decorator(decofunc: type[FlowDecorator], *args: Any, **kwargs: Any) -> Any:
    return flow_decorator(decofunc)(*args, **kwargs)


_ELSEWHERE = {
    "BadFlowDecoratorException": "..exception",
    "UnknownFlowDecoratorException": "..exception",
    "UnknownStepDecoratorException": "..exception",
    "attach_decospecs": "._specs",
    "extract_flow_decorator_from_decospec": "._specs",
    "extract_step_decorator_from_decospec": "._specs",
    "flow_decorators": "._opening",
    "flow_options": "._opening",
    "get_all_flow_decos": "._table",
    "get_all_step_decos": "._table",
    "official_needs": "._opening",
    "open_flow_decorators": "._opening",
    "open_step_decorators": "._opening",
    "step": "..flowspec",
}


def __getattr__(name: str) -> Any:
    if name in _ELSEWHERE:
        from importlib import import_module

        return getattr(import_module(_ELSEWHERE[name], __package__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
