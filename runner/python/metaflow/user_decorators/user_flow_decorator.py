"""What flow decorators of people's own derive from: `FlowMutator` changes a flow before it runs."""

from __future__ import annotations

from ..exception import MetaflowException
from ..user_configs.config_parameters import resolve_delayed_evaluator, unpack_delayed_evaluator
from .common import Registry, arguments_of_spec, name_of_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .mutable_flow import MutableFlow

FlowMutatorMeta = Registry()


class FlowMutator:
    """`@Mine`, `@Mine()` and `@Mine(size=1)` above a FlowSpec class; subclasses of the class are
    changed, too.
    """

    decorator_name: str
    _flow_cls: Any = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.decorator_name = name_of_class(cls)
        FlowMutatorMeta.add(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.statically_defined = True
        self.inserted_by: list[str] | None = None
        flow = _flow_in(args[0]) if args else None
        self._args: Any = args if flow is None else args[1:]
        self._kwargs: dict[str, Any] = kwargs
        self._ran_init = False
        if flow is not None:
            self._set_flow_cls(flow)

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        """Bare above a class, the object has the class's name, and others inherit from it."""
        return (self._flow_cls,)

    def __call__(self, flow_spec: Any = None, **options: Any) -> Any:
        if flow_spec is not None:
            flow = _flow_in(flow_spec)
            if flow is None:
                raise MetaflowException(
                    "A FlowMutator goes above a flow, a class that is a FlowSpec"
                )
            return self._set_flow_cls(flow)
        if self._flow_cls is None:
            raise MetaflowException("A FlowMutator goes above a flow, a class that is a FlowSpec")
        return self._flow_cls(**options)

    def _set_flow_cls(self, flow: Any) -> Any:
        # A list of its own: base classes are not changed by what stands above a subclass.
        flow._flow_mutators = [*flow._flow_mutators, self]
        self._flow_cls = flow
        return flow

    @classmethod
    def extract_args_kwargs_from_decorator_spec(
        cls, deco_spec: str
    ) -> tuple[list[Any], dict[str, Any]]:
        return arguments_of_spec(deco_spec)

    @classmethod
    def parse_decorator_spec(cls, deco_spec: str) -> FlowMutator:
        positional, named = arguments_of_spec(deco_spec)
        return cls(*positional, **named)

    def get_args_kwargs(self) -> tuple[list[Any], dict[str, Any]]:
        return list(self._args), dict(self._kwargs)

    def init(self, *args: Any, **kwargs: Any) -> None:
        """Gets the mutator's arguments, once the values of configs are known."""

    def external_init(self) -> None:
        if self._ran_init:
            return
        self._args = [resolve_delayed_evaluator(each) for each in self._args]
        unpacked, _ = unpack_delayed_evaluator(self._kwargs)
        self._kwargs = {name: resolve_delayed_evaluator(value) for name, value in unpacked.items()}
        own = type(self).init is not FlowMutator.init
        if (self._args or self._kwargs) and not own:
            raise MetaflowException(
                f"{self} was given arguments, which only a class with the method init takes"
            )
        if own:
            self.init(*self._args, **self._kwargs)
        self._ran_init = True

    def pre_mutate(self, mutable_flow: MutableFlow) -> None:
        """As soon as configs have values: parameters and flow decorators can still change."""

    def mutate(self, mutable_flow: MutableFlow) -> None:
        """When the whole command line has been read: only steps can still change."""

    def add_to_package(self) -> Any:
        """Files that the code package needs besides."""
        return []

    def __str__(self) -> str:
        return f"FlowMutator({self.decorator_name})"


def _flow_in(target: Any) -> Any:
    from ..flowspec import FlowSpec

    if isinstance(target, FlowMutator):
        return target._flow_cls
    return target if isinstance(target, type) and issubclass(target, FlowSpec) else None
