"""Decorators by text: `--with retry:times=3,minutes_between_retries=0`."""

from __future__ import annotations

import importlib
import json
import re
import sys

from .._classes import steps_of
from ..exception import (
    MetaflowException,
    UnknownFlowDecoratorException,
    UnknownStepDecoratorException,
)
from ._table import FLOW_DECORATORS, STEP_DECORATORS, flow_decorator_class, step_decorator_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# A comma that ends a value: one that stands before `name=`. Others belong to the value (JSON).
_NEXT_ATTRIBUTE = re.compile(r",(?=[\s\w]+=)")
# What Metaflow calls "ignore": a step that has the decorator already keeps its own.
_KEEP = 1


def attach_decospecs(flow_class: type, specs: Iterable[str]) -> None:
    """Adds decorators to every step, as if they were written above each. A step keeps what its
    source says: a decorator that stands there, or was added before, wins over one of this list.
    """
    specs = list(specs)
    if not specs:
        return
    for step in steps_of(flow_class).values():
        attach_decospecs_to_step(step, specs)
    # It is read anew, with them.
    if "_graph" in flow_class.__dict__:
        del flow_class._graph  # type: ignore[attr-defined]


def attach_decospecs_to_step(step: Any, specs: Iterable[str]) -> None:
    for spec in specs:
        decorator, _has_attributes = extract_step_decorator_from_decospec(spec)
        if hasattr(decorator, "add_or_raise"):
            decorator.add_or_raise(step, False, _KEEP, None)
        elif decorator.allow_multiple or all(
            each.name != decorator.name for each in step.decorators
        ):
            step.decorators.append(decorator)


def extract_step_decorator_from_decospec(decospec: str) -> tuple[Any, bool]:
    """The decorator that a text asks for, and whether it says anything of attributes.

    Raises UnknownStepDecoratorException, InvalidDecoratorAttribute.
    """
    name, colon, attributes = decospec.partition(":")
    kind = step_decorator_class(name) or _step_decorator_of_user(name)
    if kind is None:
        raise UnknownStepDecoratorException(name, _public(STEP_DECORATORS))
    return kind.parse_decorator_spec(attributes), bool(colon)


def extract_flow_decorator_from_decospec(decospec: str) -> tuple[Any, bool]:
    """Like `extract_step_decorator_from_decospec`, for what stands above a flow."""
    name, colon, attributes = decospec.partition(":")
    mutators = _user_decorators("user_flow_decorator")
    kind = flow_decorator_class(name) or (
        mutators.FlowMutatorMeta.get_decorator_by_name(name) if mutators else None
    )
    if kind is None:
        raise UnknownFlowDecoratorException(name, _public(FLOW_DECORATORS))
    return kind.parse_decorator_spec(attributes), bool(colon)


def _step_decorator_of_user(name: str) -> Any:
    """A class that the flow defines, by its name, or one that can be imported, by its path."""
    defined = _user_decorators("user_step_decorator")
    kind = defined.UserStepDecoratorMeta.get_decorator_by_name(name) if defined else None
    if kind is not None or "." not in name:
        return kind
    module_name, _, class_name = name.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise MetaflowException(
            f"The decorator {name} could not be loaded: {error}. "
            "Write the module as `import` takes it from the folder of the flow"
        ) from error
    kind = getattr(module, class_name, None)
    defined = _user_decorators("user_step_decorator")
    base = getattr(defined, "UserStepDecoratorBase", None)
    return kind if isinstance(kind, type) and base and issubclass(kind, base) else None


def _user_decorators(module: str) -> Any:
    """Absent as long as nobody defines one."""
    package = (__package__ or "").rpartition(".")[0]
    return sys.modules.get(f"{package}.user_decorators.{module}")


def _public(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.endswith("_internal")]


def attributes_of_spec(text: str) -> dict[str, Any]:
    """`times=3,vars={"A": "1"}`: values are JSON, else numbers, else texts."""
    attributes = {}
    for part in _NEXT_ATTRIBUTE.split(text) if text else []:
        name, equals, value = part.partition("=")
        if not equals:
            raise MetaflowException(
                f"{part!r} in {text!r} is no attribute of a decorator: write name=value"
            )
        attributes[name.strip()] = _value_of(value.strip())
    return attributes


def _value_of(text: str) -> Any:
    try:
        return json.loads(text.replace('\\"', '"'))
    except ValueError:
        pass
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


def spec_of(name: str, attributes: dict[str, Any]) -> str:
    """The text that makes this decorator again."""
    parts = [f"{key}={_text_of(value)}" for key, value in attributes.items() if value is not None]
    return f"{name}:{','.join(parts)}" if parts else name


def _text_of(value: Any) -> str:
    if isinstance(value, (int, float, str)):
        return str(value)
    return json.dumps(value).replace('"', '\\"')
