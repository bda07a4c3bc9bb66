"""A setting of Metaflow by name: the variable METAFLOW_<NAME>, else the nearest
`.metaflow/config.json`, else the person's own configuration, else its default.
"""

from __future__ import annotations

import json
import os

from .exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

_FALSE = ("0", "false", "")
_read: dict[str, Any] = {}
_changed: dict[str, Any] = {}


def init_config() -> dict[str, Any]:
    """The person's own configuration, of METAFLOW_PROFILE if that is set."""
    home = os.path.expanduser(os.environ.get("METAFLOW_HOME", "~/.metaflowconfig"))
    profile = os.environ.get("METAFLOW_PROFILE")
    file = os.path.join(home, f"config_{profile}.json" if profile else "config.json")
    if os.path.exists(file):
        return _json_of(file)
    if profile:
        raise MetaflowException(
            f"METAFLOW_PROFILE is '{profile}', but there is no config_{profile}.json in '{home}'"
        )
    return {}


def init_local_config() -> dict[str, Any]:
    """`config.json` in the nearest `.metaflow` above the working directory."""
    folder = os.getcwd()
    while not os.path.isdir(os.path.join(folder, ".metaflow")):
        above = os.path.dirname(folder)
        if above == folder:
            return {}
        folder = above
    file = os.path.join(folder, ".metaflow", "config.json")
    return _json_of(file) if os.path.exists(file) else {}


def _json_of(file: str) -> dict[str, Any]:
    with open(file, encoding="utf-8") as content:
        try:
            values = json.load(content)
        except ValueError as error:
            raise MetaflowException(f"{file} is no JSON: {error}. Repair or remove it") from error
    return values if isinstance(values, dict) else {}


def from_conf(
    name: str, default: Any = None, validate_fn: Callable[[str, Any], None] | None = None
) -> Any:
    """The value, in the type of its default. Raises ValueError when it does not fit."""
    if not _read:
        _read.update(own=init_config(), local=init_local_config())
    variable = f"METAFLOW_{name}"
    places = (os.environ, _read["local"], _read["own"])
    found = next((place[variable] for place in places if variable in place), default)
    if validate_fn is not None and found is not None:
        validate_fn(variable, found)
    value = found if default is None else _in_type_of(default, found, variable)
    if value != default:
        _changed[variable] = value
    return value


def _in_type_of(default: Any, value: Any, variable: str) -> Any:
    kind = type(default)
    if isinstance(value, kind):
        return value
    try:
        if kind in (dict, list):
            parsed = json.loads(value)
            if isinstance(parsed, kind):
                return parsed
        elif kind is bool:
            return str(value).lower() not in _FALSE
        else:
            return kind(value)
    except (TypeError, ValueError):
        pass
    raise ValueError(f"Expected a {kind.__name__} for {variable}, got: {value}")


def config_values(include: int = 0) -> Iterator[tuple[str, str]]:
    """The settings that are not at their default, as texts."""
    for variable, value in _changed.items():
        if value is not None:
            yield variable, json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def get_validate_choice_fn(choices: Iterable[Any]) -> Callable[[str, Any], None]:
    def validate(name: str, value: Any) -> None:
        if value not in choices:
            raise MetaflowException(f"{name} must be set to one of {choices}. Got '{value}'.")

    return validate
