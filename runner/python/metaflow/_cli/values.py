"""The types of options: how the text of a command line or of the environment becomes a value.

A type is anything with ``convert(value, option, context)``, so that a flow's Parameter may bring
one of its own; `name` and `metavar` are for the help.
"""

from __future__ import annotations

import os

from .errors import BadValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_TRUE = frozenset({"true", "t", "1", "yes", "y"})
_FALSE = frozenset({"false", "f", "0", "no", "n"})


class ValueType:
    name = "text"

    def convert(self, value: Any, option: Any = None, context: Any = None) -> Any:
        """Raises BadValue when the text is none of this type."""
        return value

    def metavar(self) -> str:
        return self.name.upper()

    def choices_text(self) -> str:
        """For the message about a missing value; empty when anything goes."""
        return ""


class TextType(ValueType):
    def convert(self, value: Any, option: Any = None, context: Any = None) -> str:
        return value if isinstance(value, str) else str(value)


class IntType(ValueType):
    name = "integer"

    def convert(self, value: Any, option: Any = None, context: Any = None) -> int:
        try:
            return int(value)
        except (TypeError, ValueError):
            raise BadValue(f"{value} is not a valid integer") from None


class FloatType(ValueType):
    name = "float"

    def convert(self, value: Any, option: Any = None, context: Any = None) -> float:
        try:
            return float(value)
        except (TypeError, ValueError):
            raise BadValue(f"{value} is not a valid floating point value") from None


class BoolType(ValueType):
    name = "boolean"

    def convert(self, value: Any, option: Any = None, context: Any = None) -> bool:
        if isinstance(value, bool):
            return value
        word = str(value).lower()
        if word not in _TRUE and word not in _FALSE:
            raise BadValue(f"{word} is not a valid boolean")
        return word in _TRUE


class Choice(ValueType):
    """One of some words."""

    name = "choice"

    def __init__(self, choices: Sequence[str], case_sensitive: bool = True) -> None:
        self.choices = list(choices)
        self.case_sensitive = case_sensitive

    def convert(self, value: Any, option: Any = None, context: Any = None) -> str:
        for choice in self.choices:
            same = value == choice
            if not self.case_sensitive:
                same = str(value).casefold() == choice.casefold()
            if same:
                return choice
        raise BadValue(f"invalid choice: {value}. (choose from {', '.join(self.choices)})")

    def metavar(self) -> str:
        return f"[{'|'.join(self.choices)}]"

    def choices_text(self) -> str:
        return "Choose from:\n\t" + ",\n\t".join(self.choices) + "."


class FilePath(ValueType):
    """A path; with ``exists`` it must lead somewhere."""

    name = "path"

    def __init__(self, exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        self.exists = exists
        self.file_okay = file_okay
        self.dir_okay = dir_okay

    def convert(self, value: Any, option: Any = None, context: Any = None) -> str:
        path: str = os.fspath(value)
        kind = "Path" if self.file_okay and self.dir_okay else "File"
        if not self.file_okay:
            kind = "Directory"
        if not os.path.exists(path):
            if self.exists:
                raise BadValue(f"{kind} '{path}' does not exist.")
        elif not self.dir_okay and os.path.isdir(path):
            raise BadValue(f"{kind} '{path}' is a directory.")
        elif not self.file_okay and not os.path.isdir(path):
            raise BadValue(f"{kind} '{path}' is a file.")
        return path


TEXT = TextType()
INT = IntType()
FLOAT = FloatType()
BOOL = BoolType()

_OF_PYTHON: dict[Any, ValueType] = {str: TEXT, int: INT, float: FLOAT, bool: BOOL}


class _Called(ValueType):
    """A function or class as type: ``type=my_parser``."""

    def __init__(self, function: Any) -> None:
        self._function = function
        self.name = str(getattr(function, "__name__", "value"))

    def convert(self, value: Any, option: Any = None, context: Any = None) -> Any:
        try:
            return self._function(value)
        except ValueError:
            raise BadValue(f"{value}") from None


def type_of(given: Any, default: Any = None) -> Any:
    """The type that ``given`` names; without one, that of the default."""
    if given is None:
        sample = default[0] if isinstance(default, (list, tuple)) and default else default
        return _OF_PYTHON.get(type(sample), TEXT)
    if given in (str, int, float, bool):
        return _OF_PYTHON[given]
    if hasattr(given, "convert"):
        # A class of types (`type=click.Path`) counts as one made without arguments.
        return given() if isinstance(given, type) else given
    return _Called(given)


def metavar_of(kind: Any, option: Any) -> str:
    """How a value is called in the help: ``TEXT``, ``[a|b]``."""
    if isinstance(kind, ValueType):
        return kind.metavar()
    make = getattr(kind, "get_metavar", None)
    try:
        text = make(option) if make is not None else None
    except TypeError:  # newer Click wants its context too
        text = make(option, None) if make is not None else None
    return str(text or str(getattr(kind, "name", "value")).upper())
