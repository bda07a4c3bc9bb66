"""What step decorators of people's own derive from: `UserStepDecorator` runs around a step,
`StepMutator` changes a step before the run.
"""

from __future__ import annotations

from ..exception import DuplicateStepDecoratorException, MetaflowException
from ..user_configs.config_parameters import resolve_delayed_evaluator, unpack_delayed_evaluator
from .common import Registry, arguments_of_spec, name_of_class
from .duplicates import ERROR, OVERRIDE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Union

    from .._inputs import Inputs
    from ..flowspec import FlowSpec
    from .mutable_step import MutableStep

    PostStep = Union[Exception, tuple[Any, ...], None]

USER_SKIP_STEP: dict[str, Any] = {}
"""A `user_step_decorator` that yields it skips the step."""

UserStepDecoratorMeta = Registry()


class UserStepDecoratorBase:
    """`@Mine`, `@Mine()` and `@Mine(size=1)` above @step all give a step that has the decorator."""

    _step_field = ""
    _allowed_args = False
    _allowed_kwargs = False
    decorator_name: str
    _my_step: Any = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.decorator_name = name_of_class(cls)
        if cls.__module__ != __name__ or "_decorator_name" in cls.__dict__:
            UserStepDecoratorMeta.add(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.statically_defined = bool(kwargs.pop("_statically_defined", True))
        self.inserted_by: list[str] | None = kwargs.pop("_inserted_by", None)
        self._ran_init = False
        self._kwargs: dict[str, Any] = kwargs
        step = _step_in(args[0]) if args else None
        self._args: Any = args if step is None else args[1:]
        if step is not None:
            self._set_my_step(step)
        if self._args and not self._allowed_args:
            raise MetaflowException(f"{self} takes its arguments by name only")
        if self._kwargs and not self._allowed_kwargs:
            raise MetaflowException(f"{self} takes no arguments by name")

    def __get__(self, flow: object, owner: object = None) -> Any:
        """Bare above a step, the object stands in the class where the step is looked for."""
        return self().__get__(flow, owner)

    def __call__(
        self,
        step: Any = None,
        *,
        _statically_defined: bool | None = None,
        _inserted_by: list[str] | None = None,
    ) -> Any:
        if _statically_defined is not None:
            self.statically_defined = _statically_defined
            self.inserted_by = _inserted_by
        if step is not None:
            function = _step_in(step)
            if function is None:
                raise MetaflowException(f"{self} goes above a method with @step")
            return self._set_my_step(function)
        if self._my_step is None:
            raise MetaflowException(f"{self} goes above a method with @step")
        return self._my_step

    def add_or_raise(
        self,
        step: Any,
        statically_defined: bool,
        duplicates: int,
        inserted_by: list[str] | None = None,
    ) -> UserStepDecoratorBase | None:
        """None when the step has one already and keeps it."""
        fields = self._all_step_fields()
        there = any(each.decorator_name == self.decorator_name for each in getattr(step, fields[0]))
        if there and duplicates == ERROR and statically_defined:
            raise DuplicateStepDecoratorException(self.decorator_name, step)
        if there and duplicates != OVERRIDE:
            return None
        for field in fields if there else ():
            others = [
                each for each in getattr(step, field) if each.decorator_name != self.decorator_name
            ]
            setattr(step, field, others)
        self(step, _statically_defined=statically_defined, _inserted_by=inserted_by)
        return self

    def _set_my_step(self, step: Any) -> Any:
        self._my_step = step
        for field in self._all_step_fields():
            getattr(step, field).append(self)
        return step

    def _all_step_fields(self) -> list[str]:
        """A class may be both kinds."""
        fields = [cls.__dict__.get("_step_field") for cls in type(self).__mro__]
        return list(dict.fromkeys(field for field in fields if field))

    def get_args_kwargs(self) -> tuple[list[Any], dict[str, Any]]:
        return list(self._args), dict(self._kwargs)

    @classmethod
    def extract_args_kwargs_from_decorator_spec(
        cls, deco_spec: str
    ) -> tuple[list[Any], dict[str, Any]]:
        return arguments_of_spec(deco_spec)

    @classmethod
    def parse_decorator_spec(cls, deco_spec: str) -> UserStepDecoratorBase:
        positional, named = arguments_of_spec(deco_spec)
        return cls(*positional, **named)

    def make_decorator_spec(self) -> str:
        from ..decorators._specs import spec_of

        self.external_init()
        numbered = {str(at): value for at, value in enumerate(self._args)}
        return spec_of(self.decorator_name, {**numbered, **self._kwargs})

    @classmethod
    def get_decorator_by_name(cls, name: str) -> Any:
        return UserStepDecoratorMeta.get_decorator_by_name(name)

    @classmethod
    def get_decorator_name(cls, decorator_type: Any) -> str | None:
        return UserStepDecoratorMeta.get_decorator_name(decorator_type)

    def init(self, *args: Any, **kwargs: Any) -> None:
        """Gets the decorator's arguments, once the values of configs are known."""

    def external_init(self) -> None:
        if self._ran_init:
            return
        self._args = [resolve_delayed_evaluator(each) for each in self._args]
        unpacked, _ = unpack_delayed_evaluator(self._kwargs)
        self._kwargs = {name: resolve_delayed_evaluator(value) for name, value in unpacked.items()}
        own = type(self).init not in _WITHOUT_INIT
        if (self._args or self._kwargs) and not own:
            raise MetaflowException(
                f"{self} was given arguments, which only a class with the method init takes"
            )
        if own:
            self.init(*self._args, **self._kwargs)
        self._ran_init = True

    def __str__(self) -> str:
        return f"{type(self).__name__}({self.decorator_name})"


class UserStepDecorator(UserStepDecoratorBase):
    """Runs around a step: `pre_step` before it, `post_step` after it."""

    _step_field = "wrappers"
    _allowed_kwargs = True
    _skip_step: Any = False

    def pre_step(
        self, step_name: str, flow: FlowSpec, inputs: Inputs | None = None
    ) -> Callable[..., Any] | None:
        """May return a function (of the flow, and of the inputs in a join) to call instead of the
        step.
        """
        return None

    def post_step(
        self, step_name: str, flow: FlowSpec, exception: Exception | None = None
    ) -> PostStep:
        """Returns the exception that the step fails with, or None; or that and what to call
        `self.next` with: a dict of arguments, or {} for what the step would have given.
        """
        return (exception, None) if exception else (None, None)

    @property
    def skip_step(self) -> Any:
        """True: the step is not run; a dict: nor is it, and these go to `self.next`."""
        return self._skip_step

    @skip_step.setter
    def skip_step(self, value: Any) -> None:
        self._skip_step = value


class StepMutator(UserStepDecoratorBase):
    """Changes a step before the run: adds and removes decorators, by what configs say."""

    _step_field = "config_decorators"
    _allowed_args = True
    _allowed_kwargs = True

    def pre_mutate(self, mutable_step: MutableStep) -> None:
        """As soon as configs have values."""

    def mutate(self, mutable_step: MutableStep) -> None:
        """When the whole command line has been read, `--with` included."""

    def add_to_package(self) -> Any:
        """Files that the code package needs besides."""
        return []


_WITHOUT_INIT = (UserStepDecoratorBase.init,)


def _step_in(target: Any) -> Any:
    """The step that is meant: `target` itself, or the one under a decorator. None if there is
    none.
    """
    if isinstance(target, UserStepDecoratorBase):
        return target._my_step
    return target if callable(target) and hasattr(target, "is_step") else None


def user_step_decorator(*args: Any, **kwargs: Any) -> Any:
    """Makes a step decorator of a generator function that yields once, where the step runs:

    >>> @user_step_decorator
    ... def timing(step_name, flow, inputs, attributes):
    ...     began = time.time()
    ...     yield
    ...     flow.seconds = time.time() - began
    """
    from .generated import decorator_of

    if args:
        return decorator_of(args[0], bool(kwargs))
    return lambda function: decorator_of(function, bool(kwargs))
