"""What a flow's class holds besides its steps: parameters, constants and what else leaks into the
artifacts.
"""

from __future__ import annotations

from types import FunctionType, MethodType

from .parameters import Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Readable on every flow, never constants.
NOT_CONSTANTS = frozenset({"cmd", "foreach_stack", "index", "input", "script_name", "name"})


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
