"""Where the values of configs come from: the command line, the environment, their defaults, or the
run that is resumed.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping

from .._classes import parameters_of
from ..exception import MetaflowException, ParameterFieldFailed
from .config_parameters import Config, ConfigValue, Evaluation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..flowspec import FlowSpec

FILE_VARIABLE = "METAFLOW_FLOW_CONFIG"
VALUE_VARIABLE = "METAFLOW_FLOW_CONFIG_VALUE"


class ConfigError(MetaflowException):
    """What the command line says about configs can't be; a usage error."""

    headline = "Invalid configuration"


class ReadConfig:
    """`value` is plain data; `plain` ones are seen as they are."""

    def __init__(self, value: Any, plain: bool) -> None:
        self.value = value
        self.plain = plain

    @property
    def seen(self) -> Any:
        return self.value if self.plain or self.value is None else ConfigValue(self.value)


class _Unusable(Exception):
    """One config's problem; all are told together."""


def configs_of(flow_class: type[FlowSpec]) -> dict[str, Config]:
    """By name, in order of definition. Raises ConfigError when a name comes twice."""
    found: dict[str, Config] = {}
    for parameter in parameters_of(flow_class).values():
        if not isinstance(parameter, Config):
            continue
        if parameter.name in found:
            raise ConfigError(f"Two configs have the name {parameter.name!r}: rename one of them")
        found[parameter.name] = parameter
    return found


def publish_values(values: Mapping[str, ReadConfig]) -> None:
    """From here on expressions over configs have values."""
    Evaluation.values = {name: config.seen for name, config in values.items()}


def values_of_run(flow_class: type[FlowSpec], origin: Mapping[str, Any]) -> dict[str, ReadConfig]:
    """Of the run that is resumed. A config that it did not have is as at a start."""
    values = {}
    for name, config in configs_of(flow_class).items():
        if config.attribute in origin:
            values[name] = ReadConfig(origin[config.attribute], config.plain)
        else:
            values.update(_values(flow_class, {name: config}, {}, {}))
    return values


def values_of_start(
    flow_class: type[FlowSpec],
    files: Mapping[str, str] | None,
    texts: Mapping[str, Any] | None,
) -> dict[str, ReadConfig]:
    """Raises ConfigError."""
    configs = configs_of(flow_class)
    given_files = _environment(FILE_VARIABLE) if files is None else files
    given_texts = _environment(VALUE_VARIABLE) if texts is None else texts
    for name in (*given_files, *given_texts):
        if name not in configs:
            option = "--config" if name in given_files else "--config-value"
            known = ", ".join(configs)
            raise ConfigError(
                f"Invalid value for '{option}': invalid choice: {name}. (choose from {known})"
            )
    both = [name for name in given_files if name in given_texts]
    if both:
        raise ConfigError(
            f"A config takes a value or a file, not both: {', '.join(repr(name) for name in both)}"
        )
    return _values(flow_class, configs, given_files, given_texts)


def _values(
    flow_class: type[FlowSpec],
    configs: Mapping[str, Config],
    files: Mapping[str, str],
    texts: Mapping[str, Any],
) -> dict[str, ReadConfig]:
    values = {}
    problems = []
    for name, config in configs.items():
        try:
            text = _text(flow_class, config, files.get(name), texts.get(name))
            values[name] = ReadConfig(_parsed(config, text), config.plain)
        except _Unusable as unusable:
            problems.append(str(unusable))
    if problems:
        raise ConfigError(f"Some configs have no usable value: {', '.join(problems)}")
    return values


def _environment(variable: str) -> dict[str, Any]:
    text = os.environ.get(variable)
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ConfigError(f"{variable} is not valid JSON: {error}") from None
    if not isinstance(found, dict):
        raise ConfigError(f"{variable} must be a JSON object of configuration names")
    return found


def _text(flow_class: type[FlowSpec], config: Config, file: str | None, value: Any) -> str | None:
    if file is not None:
        return _content(file, f"configuration file {file!r} could not be read for {config.name!r}")
    if value is None:
        value = config.default
        if callable(value):
            value = _called(flow_class, config)
        if value is not None and config._default_is_file:
            return _content(
                value,
                f"default configuration file {value!r} could not be read for {config.name!r}",
            )
    if value is None:
        if config.required:
            raise _Unusable(f"missing configuration for {config.name!r}")
        return None
    return value if isinstance(value, str) else json.dumps(_as_plain(value))


def _as_plain(value: Any) -> Any:
    return value.to_dict() if isinstance(value, ConfigValue) else value


def _content(file: str, problem: str) -> str:
    try:
        with open(file, encoding="utf-8") as opened:
            return opened.read()
    except OSError:
        raise _Unusable(problem) from None


def _called(flow_class: type[FlowSpec], config: Config) -> Any:
    from .._cli.place import user_name
    from ..parameters import ParameterContext

    context = ParameterContext(flow_class.__name__, user_name(), config.name, print, "local", None)
    try:
        return config.default(context)
    except Exception as error:
        raise ParameterFieldFailed(config.name, "default") from error


def _parsed(config: Config, text: str | None) -> Any:
    if text is None:
        return None
    if config.parser is not None:
        return call_parser(config.parser, text, config.plain)
    if config.plain:
        return text
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _Unusable(
            f"configuration value for {config.name!r} is not valid JSON: {error}"
        ) from None
    if not isinstance(found, dict):
        raise _Unusable(
            f"configuration value for {config.name!r} is {type(found).__name__} and not a JSON "
            "object; a Config with plain=True takes anything"
        )
    return found


def call_parser(parser: Any, text: Any, plain: bool) -> Any:
    """`parser`: a function, or where to import it from (a leading `.` means from metaflow)."""
    function = _imported(parser) if isinstance(parser, str) else parser
    value = function(text)
    if not plain and not isinstance(value, Mapping):
        raise ValueError(
            f"Parser {parser} has to return a mapping (unless plain=True), and returned a "
            f"{type(value)}: {value}"
        )
    return value.to_dict() if isinstance(value, ConfigValue) else value


def _imported(name: str) -> Any:
    path, _, attribute = (f"metaflow{name}" if name.startswith(".") else name).rpartition(".")
    try:
        module = importlib.import_module(path)
    except (ImportError, ValueError) as error:
        raise ValueError(f"The module of the parser {name} could not be loaded") from error
    function = getattr(module, attribute, None)
    if not callable(function):
        raise ValueError(f"{path} has no function {attribute} to parse with")
    return function


def __getattr__(name: str) -> Any:
    # What the command line needs imports the command line.
    if name in ("apply", "options_of"):
        from . import command_line

        return getattr(command_line, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
