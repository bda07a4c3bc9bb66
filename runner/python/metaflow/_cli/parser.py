"""Splits the words of a command line into the values of a command's options and arguments.

The grammar is Click's, which Metaflow's command line has: options anywhere (before the name of a
command in groups), ``--x v``, ``--x=v``, ``-xv``, ``--a/--no-a``, ``--`` ends options.
"""

from __future__ import annotations

import os

from .command import Group
from .errors import BadValue, Exit, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .command import Argument, Context, Option


def parse(context: Context, words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The values by name, and in a group the words from the command's name on.

    Raises UsageError, and Exit with the help when it is asked for.
    """
    scan = _Scan(context)
    rest = scan.read(list(words))
    if scan.wants_help:
        from .help import help_text

        raise Exit(0, help_text(context))
    values: dict[str, Any] = {}
    for option in context.options:
        values[option.name] = _value_of(context, option, scan.found.get(option.name))
    if isinstance(context.command, Group):
        return values, rest
    rest = _take_arguments(context, rest, values)
    if rest:
        plural = "s" if len(rest) > 1 else ""
        raise UsageError(f"Got unexpected extra argument{plural} ({' '.join(rest)})", context)
    return values, []


class _Scan:
    """One walk over the words. ``found`` holds texts (or constants of flags) by option name."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._in_group = isinstance(context.command, Group)
        self._forms: dict[str, tuple[Option | None, bool]] = {"--help": (None, True)}
        for option in context.options:
            self._forms.update(dict.fromkeys(option.forms, (option, True)))
            self._forms.update(dict.fromkeys(option.off_forms, (option, False)))
        self.found: dict[str, Any] = {}
        self.wants_help = False

    def read(self, words: list[str]) -> list[str]:
        """What is no option, in order."""
        plain: list[str] = []
        while words:
            word = words.pop(0)
            if word == "--":
                return plain + words
            if word[:1] == "-" and len(word) > 1:
                self._read_option(word, words)
            elif self._in_group:
                return [word, *words]
            else:
                plain.append(word)
        return plain

    def _read_option(self, word: str, words: list[str]) -> None:
        form, equals, attached = word.partition("=")
        if form in self._forms and (word.startswith("--") or len(form) > 2 or not equals):
            self._take(form, attached if equals else None, words)
        elif word.startswith("--"):
            raise UsageError(self._unknown(form), self._context)
        else:
            self._read_short(word, words)

    def _read_short(self, word: str, words: list[str]) -> None:
        """``-n5`` and flags in one word."""
        for at, letter in enumerate(word[1:], start=2):
            form = f"-{letter}"
            if form not in self._forms:
                raise UsageError(f"no such option: {form}", self._context)
            option, _ = self._forms[form]
            if option is not None and option.takes_value and at < len(word):
                words.insert(0, word[at:])
                self._take(form, None, words)
                return
            self._take(form, None, words)

    def _unknown(self, form: str) -> str:
        near = sorted(known for known in self._forms if known.startswith(form))
        if not near:
            return f"no such option: {form}"
        if len(near) == 1:
            return f"no such option: {form}  Did you mean {near[0]}?"
        return f"no such option: {form}  (Possible options: {', '.join(near)})"

    def _take(self, form: str, attached: str | None, words: list[str]) -> None:
        option, on = self._forms[form]
        if option is None:
            self.wants_help = True
            return
        if not option.takes_value:
            if attached is not None:
                raise UsageError(f"{form} option does not take a value", self._context)
            self._take_flag(option, on)
            return
        if attached is not None:
            words.insert(0, attached)
        if len(words) < option.nargs:
            need = "an argument" if option.nargs == 1 else f"{option.nargs} arguments"
            raise UsageError(f"{form} option requires {need}")
        value: Any = words.pop(0)
        if option.nargs > 1:
            value = (value, *[words.pop(0) for _ in range(option.nargs - 1)])
        self._store(option, value)

    def _take_flag(self, option: Option, on: bool) -> None:
        if option.count:
            self.found[option.name] = self.found.get(option.name, 0) + 1
        else:
            self._store(option, option.flag_value if on else False)

    def _store(self, option: Option, value: Any) -> None:
        if option.multiple:
            self.found.setdefault(option.name, []).append(value)
        else:
            self.found[option.name] = value


def variables_of(context: Context, option: Option) -> list[str]:
    """The environment variables that an option reads, most telling first."""
    own = [f"{context.prefix}_{option.name.upper()}"] if context.prefix else []
    return [*option.envvars, *own]


def _value_of(context: Context, option: Option, given: Any) -> Any:
    if given is None:
        given = _from_environment(context, option)
    value = given if given is not None else option.default
    if value is None and option.multiple:
        value = ()
    if value is not None:
        value = _converted(context, option, value)
    if option.required and (value is None or (option.multiple and value == ())):
        raise UsageError(_missing("option", option), context)
    if option.callback is not None:
        value = option.callback(context, option, value)
    return value


def _from_environment(context: Context, option: Option) -> Any:
    for variable in option.envvars:
        if os.environ.get(variable):
            return _split(option, os.environ[variable])
    if not context.prefix:
        return None
    text = os.environ.get(f"{context.prefix}_{option.name.upper()}")
    return None if text is None else _split(option, text)


def _split(option: Option, text: str) -> Any:
    if not option.multiple and option.nargs == 1:
        return text
    words = text.split()
    if option.multiple and option.nargs > 1:
        return [tuple(words[at : at + option.nargs]) for at in range(0, len(words), option.nargs)]
    return words


def _converted(context: Context, one: Option | Argument, value: Any) -> Any:
    depth = (one.nargs != 1) + bool(getattr(one, "multiple", False))

    def convert(part: Any, level: int) -> Any:
        if level > 0:
            return tuple(convert(each, level - 1) for each in part)
        return one.type.convert(part, one, None)

    try:
        return convert(value, depth)
    except BadValue as error:
        raise UsageError(f"Invalid value for {one.label}: {error}", context) from None
    except (UsageError, Exit):
        raise
    except Exception as error:
        # A type that came with the flow, perhaps one of Click, says it in exceptions of its own.
        said = getattr(error, "message", None) or str(error)
        if type(error).__name__ in ("BadParameter", "UsageError") or isinstance(error, ValueError):
            raise UsageError(f"Invalid value for {one.label}: {said}", context) from error
        raise


def _take_arguments(context: Context, words: list[str], values: dict[str, Any]) -> list[str]:
    left = list(words)
    for argument in getattr(context.command, "arguments", []):
        given: Any = None
        if argument.nargs == -1:
            given, left = tuple(left), []
        elif argument.nargs == 1:
            given = left.pop(0) if left else None
        elif len(left) >= argument.nargs:
            given, left = tuple(left[: argument.nargs]), left[argument.nargs :]
        elif left:
            raise UsageError(f"argument {argument.name} takes {argument.nargs} values", context)
        value = given if given not in (None, ()) else argument.default
        if argument.required and value in (None, ()):
            raise UsageError(_missing("argument", argument), context)
        if value is None and argument.nargs == -1:
            value = ()
        values[argument.name] = None if value is None else _converted(context, argument, value)
    return left


def _missing(kind: str, one: Option | Argument) -> str:
    choices = getattr(one.type, "choices_text", str)()
    return f"Missing {kind} {one.label}." + (f"  {choices}" if choices else "")
