"""A step as mutators see it."""

from __future__ import annotations

from ..exception import DuplicateStepDecoratorException, MetaflowException
from . import duplicates as _duplicates
from ._mutable import Mutable
from .user_step_decorator import StepMutator, UserStepDecoratorBase, UserStepDecoratorMeta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..flowspec import FlowSpec
    from ._mutable import Spec
    from .mutable_flow import MutableFlow


class MutableStep(Mutable):
    """As an attribute of a MutableFlow, or as its `steps` have it."""

    def __init__(
        self,
        flow_spec: type[FlowSpec],
        step: Any,
        pre_mutate: bool = False,
        statically_defined: bool = False,
        inserted_by: list[str] | None = None,
    ) -> None:
        super().__init__(flow_spec, pre_mutate, statically_defined, inserted_by)
        self._my_step = step

    @property
    def flow(self) -> MutableFlow:
        from .mutable_flow import MutableFlow

        return MutableFlow(
            self._flow_cls, self._pre_mutate, self._statically_defined, self._inserted_by
        )

    @property
    def decorator_specs(self) -> Iterator[Spec]:
        """`(name, full name, arguments, keyword arguments)` of every decorator."""
        step = self._my_step
        for decorator in step.decorators:
            args, kwargs = decorator.get_args_kwargs()
            kind = type(decorator)
            yield decorator.name, f"{kind.__module__}.{kind.__name__}", args, kwargs
        # One that is both kinds stands in both lists.
        both = {id(each): each for each in (*step.wrappers, *step.config_decorators)}
        for decorator in both.values():
            args, kwargs = decorator.get_args_kwargs()
            full = decorator.decorator_name
            yield (
                UserStepDecoratorMeta.get_decorator_name(type(decorator)) or full,
                full,
                args,
                kwargs,
            )

    def add_decorator(
        self,
        deco_type: Any,
        deco_args: list[Any] | None = None,
        deco_kwargs: dict[str, Any] | None = None,
        duplicates: int = Mutable.IGNORE,
    ) -> Any:
        """`deco_type`: a decorator (`retry`), a class of one's own, or a text (`retry:times=2`,
        as `--with` takes it). Returns the decorator, or None when the one that was there stays.
        """
        _duplicates.check(duplicates)
        args, kwargs = list(deco_args or []), dict(deco_kwargs or {})
        kind = self._kind(deco_type)
        if isinstance(deco_type, str):
            made = self._of_text(deco_type, args, kwargs)
        elif kind is not None:
            made = kind(*args, **kwargs) if _is_own(kind) else self._made(kind, args, kwargs)
        else:
            raise TypeError(
                "add_decorator of a step wants a step decorator, of Metaflow or of your own"
            )
        if isinstance(made, UserStepDecoratorBase):
            self._refuse_late(made, "Adding")
            added = made.add_or_raise(
                self._my_step, self._statically_defined, duplicates, self._inserted_by
            )
            if added is not None:
                added.external_init()
            return added
        return self._add(made, duplicates)

    def remove_decorator(
        self,
        deco_name: str,
        deco_args: list[Any] | None = None,
        deco_kwargs: dict[str, Any] | None = None,
    ) -> bool:
        """All of this name, or only those with just these arguments. Tells whether any was."""
        own = UserStepDecoratorMeta.get_decorator_by_name(deco_name)
        name = own.decorator_name if own is not None else deco_name
        everything = deco_args is None and deco_kwargs is None
        wanted = (list(deco_args or []), dict(deco_kwargs or {}))
        removed = False
        for field in ("config_decorators", "wrappers", "decorators"):
            kept = []
            for each in getattr(self._my_step, field):
                named = getattr(each, "decorator_name", None) or each.name
                if named == name and (everything or each.get_args_kwargs() == wanted):
                    self._refuse_late(each, "Removing")
                    removed = True
                else:
                    kept.append(each)
            setattr(self._my_step, field, kept)
        return removed

    def _kind(self, deco_type: Any) -> Any:
        """The class behind `retry` as it is imported, or a class of one's own."""
        if _is_own(deco_type):
            return deco_type
        from ..decorators._table import step_decorator_class

        name = getattr(deco_type, "__name__", None)
        return step_decorator_class(name) if callable(deco_type) and name else None

    def _made(self, kind: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if args:
            raise MetaflowException("Give a step decorator its arguments by name")
        return kind(kwargs)

    def _of_text(self, text: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
        from ..decorators._specs import extract_step_decorator_from_decospec

        made, has_arguments = extract_step_decorator_from_decospec(text)
        if not (args or kwargs):
            return made
        if has_arguments:
            raise MetaflowException(
                f"Cannot specify additional arguments for {text!r}, which already has arguments"
            )
        kind = type(made)
        return kind(*args, **kwargs) if _is_own(kind) else self._made(kind, args, kwargs)

    def _add(self, made: Any, duplicates: int) -> Any:
        step = self._my_step
        there = any(each.name == made.name for each in step.decorators)
        if there and not made.allow_multiple:
            if duplicates == self.ERROR and self._statically_defined:
                raise DuplicateStepDecoratorException(made.name, step)
            if duplicates != self.OVERRIDE:
                return None
            step.decorators = [each for each in step.decorators if each.name != made.name]
        made.statically_defined = self._statically_defined
        made.inserted_by = self._inserted_by
        step.decorators.append(made)
        return made

    def _refuse_late(self, decorator: Any, what: str) -> None:
        if not self._pre_mutate and isinstance(decorator, StepMutator):
            raise MetaflowException(
                f"{what} step mutator {decorator.decorator_name!r} from {self._inserted_by} comes "
                "too late in `mutate`: do it in `pre_mutate`"
            )


def _is_own(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, UserStepDecoratorBase)
