"""`Parameter`: a value that a run is started with. How texts become values: `_conversion`."""

from __future__ import annotations

from collections import namedtuple

from ._conversion import (
    ConversionError,
    JSONType,
    JSONTypeClass,
    convert,
    describe_type,
    metavar_of,
    type_of,
)
from .exception import (
    MetaflowException,
    ParameterError,
    ParameterFieldFailed,
    ParameterFieldTypeMismatch,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Protocol, Union

    from ._datastore.artifacts import Artifacts
    from ._host.protocol import RunPlace

    Given = Union[str, Sequence[str]]

    class HasArtifacts(Protocol):
        _datastore: Artifacts | None
        _cached_parameters: dict[str, Any]


__all__ = [
    "JSONType",
    "JSONTypeClass",
    "Parameter",
    "ParameterContext",
    "ParameterOption",
    "describe_type",
]

ParameterContext = namedtuple(
    "ParameterContext",
    ["flow_name", "user_name", "parameter_name", "logger", "ds_type", "configs"],
)
"""What a default that is a function gets, once, when the run starts."""

# Names that a command line of Metaflow uses itself; `-` and `_` count the same.
_RESERVED = frozenset(
    [
        "params",
        "with",
        "tag",
        "namespace",
        "obj",
        "tags",
        "decospecs",
        "run-id-file",
        "max-num-splits",
        "max-workers",
        "max-log-size",
        "user-namespace",
        "run-id",
        "task-id",
        "runner-attribute-file",
    ]
)
# What a function as default must return exactly; for every other type it is text.
_EXACT = {bool: "bool", int: "int", float: "float", list: "list", dict: "dict"}


class ParameterOption:
    """A parameter as an option of the command line: what a parser and its help have to know.

    `takes`: how many values follow it (0: a flag, whose presence means `flag_text`).
    """

    def __init__(self, parameter: Parameter) -> None:
        options = parameter.kwargs
        kind = parameter.type
        self.name = parameter.name
        self.flag = f"--{parameter.name}"
        self.multiple = bool(options.get("multiple"))
        self.count = bool(options.get("count"))
        is_flag = options.get("is_flag")
        self.is_flag = options.get("flag_value") is not None if is_flag is None else bool(is_flag)
        self.flag_text = str(options.get("flag_value", not parameter.default))
        many = len(kind) if isinstance(kind, tuple) else 1
        self.takes = 0 if self.is_flag or self.count else int(options.get("nargs") or many)
        self.required = parameter.required and parameter.default is None
        self.help = parameter.help
        self.hidden = bool(options.get("hidden"))
        self.metavar = str(options.get("metavar") or metavar_of(kind))
        self.show_default = parameter.show_default
        self.default_text = _default_text(parameter.default)
        self.environment = _environment_names(options.get("envvar"))


class Parameter:
    """A parameter of a flow: `alpha = Parameter("alpha", default=0.1, help="learning rate")`.

    `--alpha 0.5` sets it, `self.alpha` reads it; steps can't change it. `type` is str, int, float,
    bool, JSONType or an object with `convert(value, param, ctx)`, by default that of `default`. A
    function as default is called with a ParameterContext. Anything may be a value of a Config.
    """

    IS_CONFIG_PARAMETER = False
    kind = "parameter"

    default: Any
    type: Any
    help: str | None
    required: bool
    show_default: bool
    separator: str | None

    def __init__(
        self,
        name: str,
        default: Any = None,
        type: Any = None,
        help: str | None = None,
        required: bool | None = None,
        show_default: bool | None = None,
        **kwargs: Any,
    ) -> None:
        self.name = name
        self.attribute = name
        given = {
            "default": default,
            "type": type,
            "help": help,
            "required": required,
            "show_default": show_default,
        }
        self.kwargs: dict[str, Any] = {
            **kwargs,
            **{option: value for option, value in given.items() if value is not None},
        }
        # Until configs have values, what comes from them counts as not given.
        self._read_options(_without_config(self.kwargs))

    def init(self, ignore_errors: bool = False) -> None:
        """Called again once the flow's configs are known, when an option comes from one."""
        if _awaits_config(self.kwargs):
            from .user_configs.config_parameters import resolved_options

            self.kwargs = resolved_options(self.kwargs, ignore_errors)
            self._read_options(self.kwargs)

    def _read_options(self, options: dict[str, Any]) -> None:
        if self.name.replace("_", "-") in _RESERVED:
            raise MetaflowException(
                f"No parameter can be called {self.name!r}, as the command line has a word like "
                "that. Give it another name"
            )
        for field in ("show_default", "separator", "required"):
            if callable(options.get(field)):
                raise MetaflowException(
                    f"Parameter {self.name!r}: {field} can't be a function, only default can"
                )
        self.default = options.get("default")
        given_type = options.get("type")
        self.type = type_of(self.default) if given_type is None else given_type
        self.help = options.get("help")
        self.required = bool(options.get("required"))
        self.show_default = options.get("show_default", True) is not False
        self.separator = options.get("separator")
        if self.separator and not self.is_string_type:
            raise MetaflowException(
                f"Parameter {self.name!r}: only a str parameter can have a separator"
            )

    @property
    def is_string_type(self) -> bool:
        return self.type is str and (isinstance(self.default, str) or not self._has_value_default)

    @property
    def _has_value_default(self) -> bool:
        return self.default is not None and not callable(self.default)

    def __set_name__(self, owner: object, attribute: str) -> None:
        self.attribute = attribute

    def __get__(self, flow: HasArtifacts | None, owner: object = None) -> Any:
        """In a task its value, otherwise the parameter itself."""
        if flow is None or flow._datastore is None or self.attribute not in flow._datastore:
            return self
        values = flow._cached_parameters
        if self.attribute not in values:
            values[self.attribute] = self.load_parameter(flow._datastore.load(self.attribute))
        return values[self.attribute]

    def __set__(self, flow: object, value: object) -> None:
        raise AttributeError(
            f"{self.attribute!r} is a parameter and can't be changed. "
            "Store the new value under another name"
        )

    def __repr__(self) -> str:
        return f"metaflow.Parameter(name={self.name}, kwargs={self.kwargs})"

    def load_parameter(self, value: Any) -> Any:
        """What steps see of the stored value."""
        return value

    def stored(self, value: Any, place: RunPlace) -> Any:
        """What `_parameters` keeps of the value."""
        return value

    def value_of(self, given: Given | None, context: Any) -> Any:
        """The value to store for what the command line gives, or for none (`given` is a list for
        an option that comes several times or takes several values).

        Raises ParameterError, and ParameterFieldFailed when a default can't be computed.
        """
        if given is not None:
            value = self._given(given, context)
        elif self.default is not None:
            value = self._default_value(context)
        elif self.required:
            raise ParameterError(f"Parameter {self.name!r} is required: pass --{self.name} VALUE")
        else:
            value = () if self.kwargs.get("multiple") else None
        return value.split(self.separator) if value and self.separator else value

    def check(self, given: Given, context: Any = None) -> None:
        """For a command line: raises ParameterError, whose `detail` is in the words of click."""
        self._given(given, context)

    def check_default(self) -> None:
        """Like `check`, when nothing is given. A function is not called before the run."""
        if self.default is not None and not callable(self.default):
            self._default_value(None)

    def _given(self, given: Given, context: Any) -> Any:
        option = ParameterOption(self)
        if option.count:
            return int(given if isinstance(given, str) else given[-1])
        if option.multiple:
            texts = [given] if isinstance(given, str) else list(given)
            if option.takes > 1:
                groups = range(0, len(texts), option.takes)
                return tuple(self._many(texts[at : at + option.takes], context) for at in groups)
            return tuple(self._convert(text, context) for text in texts)
        if isinstance(given, str):
            return self._convert(given, context)
        return self._many(list(given), context) if option.takes > 1 else self._last(given, context)

    def _many(self, texts: list[str], context: Any) -> Any:
        if isinstance(self.type, tuple):
            return self._convert(tuple(texts), context)
        return tuple(self._convert(text, context) for text in texts)

    def _last(self, given: Sequence[str], context: Any) -> Any:
        return self._convert(given[-1], context)

    def _default_value(self, context: Any) -> Any:
        default = self.default
        if callable(default):
            default = self._called(default, context._replace(parameter_name=self.name))
        several = self.kwargs.get("multiple") or (self.kwargs.get("nargs") or 1) > 1
        if several and isinstance(default, (list, tuple)):
            return tuple(self._convert(each, context) for each in default)
        return self._convert(default, context)

    def _called(self, function: Callable[..., Any], context: Any) -> Any:
        value = _call_default(self.name, function, context)
        told = _EXACT.get(self.type) if isinstance(self.type, type) else None
        fits = type(value) is self.type if told else isinstance(value, (str, bytes))
        if not fits:
            raise ParameterFieldTypeMismatch(
                f"The function that is the default of parameter {self.name!r} returned {value!r}, "
                f"but the parameter takes a {told or 'string'}"
            )
        return value

    def _convert(self, value: Any, context: Any) -> Any:
        try:
            return convert(value, self.type, self, context)
        except MetaflowException:
            raise
        except Exception as error:
            # A type of one's own may raise anything; the person needs the parameter's name.
            told = getattr(error, "message", None) or str(error)
            detail = "" if isinstance(error, ConversionError) else f" ({told})"
            refusal = ParameterError(
                f"Parameter {self.name!r} should be {describe_type(self.type)}, got "
                f"{value!r}{detail}"
            )
            refusal.detail = str(told)
            raise refusal from error


def _call_default(name: str, function: Callable[..., Any], context: Any) -> Any:
    try:
        try:
            # Metaflow offers a second argument (is this a deployment?) first.
            return function(context, False)
        except TypeError as error:
            if error.__traceback__ is not None and error.__traceback__.tb_next is not None:
                raise  # the function's own mistake, not one about its arguments
            return function(context)
    except Exception as error:
        raise ParameterFieldFailed(name, "default") from error


def _without_config(options: dict[str, Any]) -> dict[str, Any]:
    if not _awaits_config(options):
        return options
    known = {name: value for name, value in options.items() if not _awaits_config({name: value})}
    # Whether a separator fits can't be told before the type is known.
    known.pop("separator", None)
    return known


def _awaits_config(options: dict[str, Any]) -> bool:
    import sys

    # Nothing can come from a config when nobody has imported them.
    configs = sys.modules.get(f"{__package__}.user_configs.config_parameters")
    return configs is not None and configs.is_delayed(options)


def _default_text(default: Any) -> str | None:
    if default is None or callable(default):
        return None if default is None else "(dynamic)"
    if isinstance(default, (list, tuple)):
        return ", ".join(str(each) for each in default)
    return str(default)


def _environment_names(given: Any) -> tuple[str, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)
