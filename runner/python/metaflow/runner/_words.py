"""Keyword arguments as words of a command line: `run(alpha=5, tags=["a"])` is
`run --alpha 5 --tag a`.
"""

from __future__ import annotations

import json
import os
from typing import cast

from ._flow_file import flow_class_of
from .utils import with_dir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from .._cli.command import Argument, Option
    from .._cli.line import CommandLine


class FlowWords:
    """What a flow's command line accepts."""

    def __init__(self, file: str, folder: str) -> None:
        """Imports the file, and raises what that raises. `folder` is where the flow will run."""
        self._file = file
        self._folder = folder
        self._class: type | None = flow_class_of(file)

    def of(self, top: Mapping[str, Any], name: str, values: Mapping[str, Any]) -> list[str]:
        """`[flow.py, --metadata, local, run, --alpha, 5]`. Raises ValueError for an unknown or a
        missing name, TypeError for a value of the wrong type.
        """
        from .._cli import commands
        from .._cli.command import Command
        from .._cli.line import CommandLine

        command = commands.load(name)
        assert isinstance(command, Command)
        flow_class = self._flow_class()
        program = os.path.basename(self._file)
        above = _Accepted(CommandLine(flow_class, [], program).top_context.options, [], {})
        words = above.words(top)
        own: Sequence[Option] = []
        if command.options_of is not None:
            with with_dir(self._folder):
                flow_class = _set_up(CommandLine(flow_class, [*words, name], program))
            own = command.options_of(flow_class)
        options = [*own, *command.options]
        below = _Accepted(options, command.arguments, _json_names(flow_class) if own else {})
        return [self._file, *words, name, *below.words(values)]

    def _flow_class(self) -> type:
        """A class of its own for each command: setting it up changes it."""
        known, self._class = self._class, None
        return flow_class_of(self._file) if known is None else known


def _set_up(line: CommandLine) -> type:
    """Parameters may depend on configs, and mutators may add some."""
    line.read_top()
    line.set_up(_quietly)
    return cast("type", line.setup.flow_class)


def _quietly(*_args: object, **_style: object) -> None:
    """The flow itself will say it."""


class _Accepted:
    """The options and arguments of one level of the command line."""

    def __init__(
        self,
        options: Sequence[Option],
        arguments: Sequence[Argument],
        json_names: Mapping[str, Any],
    ) -> None:
        self._options = {option.name: option for option in options}
        self._arguments = {argument.name: argument for argument in arguments}
        self._json = json_names

    def words(self, values: Mapping[str, Any]) -> list[str]:
        self._check_names(values)
        words: list[str] = []
        for name in self._arguments:
            if values.get(name) is not None:
                words.append(str(values[name]))
        for name, value in values.items():
            if value is not None and name not in self._arguments:
                words += self._option_words(name, value)
        return words

    def _check_names(self, values: Mapping[str, Any]) -> None:
        known: dict[str, Any] = {**self._arguments, **self._options}
        unknown = [name for name in values if name not in known]
        if unknown:
            raise ValueError(f"There is no argument '{unknown[0]}'; there are {', '.join(known)}")
        for name, one in known.items():
            if one.required and values.get(name) is None and not _in_environment(one):
                raise ValueError(f"{_cli_name(one)} has to be given.")

    def _option_words(self, name: str, value: Any) -> list[str]:
        option = self._options[name]
        form = option.forms[0]
        if name in self._json:
            return [form, json.dumps(value)]
        if option.is_flag and not option.multiple:
            off = option.off_forms[:1]
            return [form] if value else off
        if not option.multiple and option.nargs == 1:
            _check_type(name, option, value)
            return [form, str(value)]
        items = value if option.multiple else [value]
        if isinstance(items, (str, bytes)) or not hasattr(items, "__iter__"):
            raise TypeError(f"'{name}' takes a list, not {items!r}")
        return [word for item in items for word in (form, *_item_words(item))]


def _item_words(item: Any) -> list[str]:
    return [_text(part) for part in item] if isinstance(item, (tuple, list)) else [_text(item)]


def _text(value: Any) -> str:
    """A dict or a piece of a Config is JSON."""
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value)
    if hasattr(value, "to_dict"):
        return json.dumps(value.to_dict())
    return str(value)


def _check_type(name: str, option: Option, value: Any) -> None:
    expected = _TYPES.get(getattr(option, "python_type", None) or _type_of(option))
    if expected is not None and not isinstance(value, expected):
        wanted = " or ".join(kind.__name__ for kind in expected)
        raise TypeError(f"'{name}' takes {wanted}, not {type(value).__name__}: {value!r}")


_TYPES: dict[Any, tuple[type, ...]] = {
    str: (str, os.PathLike),
    int: (int,),
    float: (float, int),
    bool: (bool,),
}


def _type_of(option: Option) -> Any:
    parameter = getattr(option, "_parameter", None)
    if parameter is not None:
        return parameter.type if isinstance(parameter.type, type) else None
    return {"text": str, "integer": int, "float": float, "boolean": bool}.get(
        getattr(option.type, "name", "")
    )


def _json_names(flow_class: type) -> dict[str, Any]:
    """Parameters whose values are JSON, by the name that they have as keyword."""
    from .._classes import parameters_of
    from ..parameters import JSONTypeClass

    return {
        parameter.name.replace("-", "_").lower(): parameter
        for parameter in parameters_of(flow_class).values()
        if isinstance(parameter.type, JSONTypeClass)
    }


def _cli_name(one: Option | Argument) -> str:
    forms = getattr(one, "forms", None)
    return forms[0].strip("-") if forms else one.name


def _in_environment(one: Option | Argument) -> bool:
    names = [*getattr(one, "envvars", ()), f"METAFLOW_RUN_{one.name.upper()}"]
    return any(name in os.environ for name in names)
