"""What a flow's class holds besides its steps: parameters, constants and what else leaks into the
artifacts.
"""

from __future__ import annotations

from types import FunctionType, MethodType

from .exception import DuplicateFlowDecoratorException
from .parameters import Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


class Preparation:
    """State of `user_configs.prepare` and `finish` for one flow class."""

    def __init__(self) -> None:
        self.prepared = False
        self.finished = False
        self.configs: dict[str, Any] = {}


class OfClass:
    """An attribute that is computed from the class, on it and on its instances."""

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        self._compute = compute

    def __get__(self, flow: object, flow_class: type) -> Any:
        return self._compute(flow_class)


# Readable on every flow, never constants.
NOT_CONSTANTS = frozenset({"cmd", "foreach_stack", "index", "input", "script_name", "name"})


def steps_of(flow_class: type) -> dict[str, Any]:
    """The functions with @step by attribute, in order of definition, base classes first."""
    return {name: value for name, value in _class_values(flow_class) if is_step(value)}


def is_step(value: object) -> bool:
    """An expression over a Config has every attribute that is asked for, hence the type."""
    return isinstance(value, (FunctionType, MethodType)) and bool(getattr(value, "is_step", False))


def parameters_of(flow_class: type) -> dict[str, Parameter]:
    """By attribute, in order of definition, base classes first. A redefinition keeps the first
    one's place.
    """
    return {
        name: value for name, value in _class_values(flow_class) if isinstance(value, Parameter)
    }


def constants_of(flow_class: type) -> dict[str, Any]:
    """Public class-level values: stored once by `_parameters`, passed on by key, read-only in
    steps.
    """
    return {
        name: value
        for name, value in _class_values(flow_class)
        if not name.startswith("_")
        and name not in NOT_CONSTANTS
        and not isinstance(value, (MethodType, FunctionType, property, type, Parameter))
    }


def leaking_values_of(flow_class: type) -> dict[str, Any]:
    """What Metaflow stores again in every task although it is no constant: `_private` values and
    inner classes.
    """
    return {
        name: value
        for name, value in _class_values(flow_class)
        if not name.startswith("__")
        and name not in NOT_CONSTANTS
        and (name.startswith("_") or isinstance(value, type))
        and not isinstance(value, (MethodType, FunctionType, property, Parameter))
    }


def _class_values(flow_class: type) -> Iterator[tuple[str, Any]]:
    from .flowspec import FlowSpec

    ours = set(FlowSpec.__mro__)
    names = {
        name: None
        for owner in reversed(flow_class.__mro__)
        if owner not in ours
        for name in owner.__dict__
        if name not in FlowSpec._EPHEMERAL
    }
    for name in names:
        # As Metaflow, through the class: a static method is a function then, a descriptor its
        # value.
        try:
            yield name, getattr(flow_class, name)
        except AttributeError:
            continue


def inherited(flow_class: type, attribute: str) -> list[Any]:
    """What the base classes have in lists of this name, nearest base first, each thing once."""
    found: dict[int, Any] = {}
    for base in flow_class.__mro__[1:]:
        for each in base.__dict__.get(attribute, ()):
            found.setdefault(id(each), each)
    return list(found.values())


def inherited_decorators(flow_class: type) -> list[Any]:
    """Raises DuplicateFlowDecoratorException when two bases bring one that may come only once."""
    found = inherited(flow_class, "_flow_decorators")
    seen = set()
    for decorator in found:
        if decorator.name in seen and not decorator.allow_multiple:
            raise DuplicateFlowDecoratorException(decorator.name)
        seen.add(decorator.name)
    return found
