"""A flow as mutators see it."""

from __future__ import annotations

from .._classes import NOT_CONSTANTS, is_step, parameters_of, steps_of
from ..exception import DuplicateFlowDecoratorException, MetaflowException
from ..parameters import Parameter
from . import duplicates as _duplicates
from ._mutable import Mutable, matches
from .mutable_step import MutableStep
from .user_flow_decorator import FlowMutator, FlowMutatorMeta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..flowspec import FlowSpec
    from ._mutable import Spec


class MutableFlow(Mutable):
    """Steps, parameters and configs are attributes: `flow.train`, `flow.alpha`, `flow.config`."""

    def __init__(
        self,
        flow_spec: type[FlowSpec],
        pre_mutate: bool = False,
        statically_defined: bool = False,
        inserted_by: list[str] | None = None,
    ) -> None:
        super().__init__(flow_spec, pre_mutate, statically_defined, inserted_by)

    @property
    def decorator_specs(self) -> Iterator[Spec]:
        """`(name, full name, arguments, keyword arguments)` of every flow decorator."""
        for decorator in self._flow_cls._flow_decorators:
            args, kwargs = decorator.get_args_kwargs()
            kind = type(decorator)
            yield decorator.name, f"{kind.__module__}.{kind.__name__}", args, kwargs
        for mutator in self._flow_cls._flow_mutators:
            args, kwargs = mutator.get_args_kwargs()
            full = mutator.decorator_name
            yield FlowMutatorMeta.get_decorator_name(type(mutator)) or full, full, args, kwargs

    @property
    def configs(self) -> Iterator[tuple[str, Any]]:
        """`(name, value)`; a ConfigValue unless the config is plain."""
        for name, config in self._flow_cls._preparation().configs.items():
            yield name, config.seen

    @property
    def parameters(self) -> Iterator[tuple[str, Parameter]]:
        """`(attribute, parameter)`."""
        for attribute, parameter in sorted(parameters_of(self._flow_cls).items()):
            if not parameter.IS_CONFIG_PARAMETER:
                yield attribute, parameter

    @property
    def steps(self) -> Iterator[tuple[str, MutableStep]]:
        # By name, as Metaflow's: a mutator that prints or numbers them does the same with both.
        for name, function in sorted(steps_of(self._flow_cls).items()):
            yield name, self._step(function)

    def add_parameter(self, name: str, value: Parameter, overwrite: bool = False) -> None:
        self._refuse_late(f"Adding parameter {name!r}")
        if hasattr(self._flow_cls, name) and not overwrite:
            raise MetaflowException(
                f"Flow {self._flow_cls.__name__!r} has a {name!r} already; add_parameter replaces "
                "it with overwrite=True"
            )
        if not isinstance(value, Parameter) or value.IS_CONFIG_PARAMETER:
            raise MetaflowException(
                f"`add_parameter` takes a Parameter or an IncludeFile, not a {type(value)}"
            )
        value.__set_name__(self._flow_cls, name)
        setattr(self._flow_cls, name, value)

    def remove_parameter(self, parameter_name: str) -> bool:
        """By the parameter's name, not its attribute. Returns whether it was there."""
        self._refuse_late(f"Removing parameter {parameter_name!r}")
        for attribute, parameter in self.parameters:
            if parameter.name == parameter_name:
                for owner in self._flow_cls.__mro__:
                    if attribute in owner.__dict__:
                        delattr(owner, attribute)
                return True
        return False

    def add_decorator(
        self,
        deco_type: Any,
        deco_args: list[Any] | None = None,
        deco_kwargs: dict[str, Any] | None = None,
        duplicates: int = Mutable.IGNORE,
    ) -> Any:
        """`deco_type`: a flow decorator (`project`), a FlowMutator class, or a text
        (`project:name=mine`). Returns it, or None when the one that was there stays.
        """
        self._refuse_late(f"Adding flow-decorator {deco_type!r}")
        _duplicates.check(duplicates)
        made = self._made(deco_type, list(deco_args or []), dict(deco_kwargs or {}))
        made.statically_defined = self._statically_defined
        made.inserted_by = self._inserted_by
        if isinstance(made, FlowMutator):
            return self._add_mutator(made, duplicates)
        return self._add(made, duplicates)

    def remove_decorator(
        self,
        deco_name: str,
        deco_args: list[Any] | None = None,
        deco_kwargs: dict[str, Any] | None = None,
    ) -> bool:
        """All of this name, or only those with just these arguments. Tells whether any was."""
        self._refuse_late(f"Removing flow-decorator {deco_name!r}")
        if any(
            matches(spec, deco_name) for spec in self.decorator_specs if self._is_mutator(spec[1])
        ):
            raise MetaflowException(
                f"Cannot remove FlowMutator {deco_name!r}: mutators are at work already. Only "
                "flow decorators (@project, @schedule, …) can be removed"
            )
        everything = deco_args is None and deco_kwargs is None
        wanted = (list(deco_args or []), dict(deco_kwargs or {}))
        there = self._flow_cls._flow_decorators
        kept = [
            each
            for each in there
            if each.name != deco_name or not (everything or each.get_args_kwargs() == wanted)
        ]
        self._flow_cls._flow_decorators = kept
        return len(kept) < len(there)

    def _is_mutator(self, full_name: str) -> bool:
        return any(each.decorator_name == full_name for each in self._flow_cls._flow_mutators)

    def _made(self, deco_type: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if isinstance(deco_type, str):
            from ..decorators._specs import extract_flow_decorator_from_decospec

            made, has_arguments = extract_flow_decorator_from_decospec(deco_type)
            if not (args or kwargs):
                return made
            if has_arguments:
                raise MetaflowException(
                    f"Cannot specify additional arguments for {deco_type!r}, which already "
                    "contains arguments"
                )
            kind: Any = type(made)
        else:
            kind = deco_type if _is_mutator_class(deco_type) else _flow_decorator(deco_type)
        if _is_mutator_class(kind):
            return kind(*args, **kwargs)
        if args:
            raise MetaflowException("Give a flow decorator its arguments by name")
        return kind(kwargs)

    def _add(self, made: Any, duplicates: int) -> Any:
        flow = self._flow_cls
        there = any(each.name == made.name for each in flow._flow_decorators)
        kept = list(flow._flow_decorators)
        if there and not made.allow_multiple:
            if duplicates == self.ERROR and self._statically_defined:
                raise DuplicateFlowDecoratorException(made.name)
            if duplicates != self.OVERRIDE:
                return None
            kept = [each for each in kept if each.name != made.name]
        flow._flow_decorators = [*kept, made]
        return made

    def _add_mutator(self, made: FlowMutator, duplicates: int) -> Any:
        flow = self._flow_cls
        same = [m for m in flow._flow_mutators if m.decorator_name == made.decorator_name]
        if same:
            if duplicates == self.ERROR and self._statically_defined:
                raise MetaflowException(f"Duplicate FlowMutator {made.decorator_name!r} on flow")
            if duplicates != self.OVERRIDE:
                return None
        made._flow_cls = flow
        made.external_init()
        flow._flow_mutators = [*(m for m in flow._flow_mutators if m not in same), made]
        return made

    def _refuse_late(self, what: str) -> None:
        if not self._pre_mutate:
            raise MetaflowException(
                f"{what} from {self._inserted_by} comes too late in `mutate`: do it in `pre_mutate`"
            )

    def _step(self, function: Any) -> MutableStep:
        return MutableStep(
            self._flow_cls,
            function,
            self._pre_mutate,
            self._statically_defined,
            self._inserted_by,
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in NOT_CONSTANTS:
            raise AttributeError(name)
        found = getattr(self._flow_cls, name)
        if is_step(found):
            return self._step(found)
        if isinstance(found, Parameter):
            if not found.IS_CONFIG_PARAMETER:
                return found
            config = self._flow_cls._preparation().configs.get(found.name)
            return None if config is None else config.seen
        raise AttributeError(name)


def _is_mutator_class(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, FlowMutator)


def _flow_decorator(deco_type: Any) -> Any:
    from ..decorators._table import flow_decorator_class

    name = getattr(deco_type, "__name__", None)
    kind = flow_decorator_class(name) if callable(deco_type) and name else None
    if kind is None:
        raise TypeError("add_decorator of a flow wants a flow decorator or a FlowMutator")
    return kind
