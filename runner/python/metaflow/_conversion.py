"""How a text of the command line becomes the value of a parameter, by the rules of Metaflow's
command line.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})
_NOT_A = {int: "integer", float: "floating point value", bool: "boolean"}
_METAVARS = {str: "TEXT", int: "INTEGER", float: "FLOAT", bool: "BOOLEAN"}
_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


class ConversionError(ValueError):
    """The text does not fit the type."""


class JSONTypeClass:
    """The type of a parameter whose text is JSON."""

    name = "JSON"

    def convert(self, value: Any, param: Any = None, ctx: Any = None) -> Any:
        """Text is parsed (ValueError if it is no JSON); anything else is taken as it is."""
        if not isinstance(value, str):
            return value
        import json

        try:
            return json.loads(value)
        except ValueError:
            raise ConversionError(f"{value} is not a valid JSON object") from None

    def __repr__(self) -> str:
        return "JSON"

    __str__ = __repr__


JSONType = JSONTypeClass()


def convert(value: Any, kind: Any, param: Any = None, ctx: Any = None) -> Any:
    """Raises ConversionError, or whatever a type of one's own raises."""
    if kind is str:
        return value.decode() if isinstance(value, bytes) else str(value)
    if kind is bool:
        return _truth(value)
    if kind is int or kind is float:
        try:
            return kind(value)
        except (TypeError, ValueError, UnicodeError):
            raise ConversionError(f"{value} is not a valid {_NOT_A[kind]}") from None
    if isinstance(kind, tuple):
        return _converted_tuple(value, kind, param, ctx)
    if hasattr(kind, "convert"):
        return kind.convert(value, param, ctx)
    try:
        return kind(value)
    except ValueError:
        raise ConversionError(str(value)) from None


def _converted_tuple(value: Any, kinds: tuple[Any, ...], param: Any, ctx: Any) -> tuple[Any, ...]:
    if len(value) != len(kinds):
        raise ConversionError(f"it takes {len(kinds)} values, not {len(value)}")
    return tuple(convert(each, kind, param, ctx) for each, kind in zip(value, kinds))


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE and word not in _FALSE:
        raise ConversionError(f"{value} is not a valid boolean")
    return word in _TRUE


def type_of(default: Any) -> Any:
    """The type that a parameter has without a `type` of its own."""
    return str if default is None or callable(default) else type(default)


def describe_type(kind: Any) -> str:
    """For messages: `a whole number`, `valid JSON`, or the type's name."""
    if isinstance(kind, JSONTypeClass):
        return "valid JSON"
    return _WORDS.get(kind) or str(getattr(kind, "__name__", None) or getattr(kind, "name", kind))


def metavar_of(kind: Any) -> str:
    """How help names the value: `INTEGER`, `[a|b]` for a choice."""
    choices = getattr(kind, "choices", None)
    if choices is not None and not isinstance(kind, type):
        return f"[{'|'.join(str(choice) for choice in choices)}]"
    if isinstance(kind, tuple):
        return f"<{' '.join(metavar_of(each) for each in kind)}>"
    if isinstance(kind, type) and kind in _METAVARS:
        return _METAVARS[kind]
    name = getattr(kind, "name", None) if not isinstance(kind, type) else None
    return str(name or getattr(kind, "__name__", "VALUE")).upper()
