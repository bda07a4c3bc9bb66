"""`Parameter`: a value that a run is started with, and how its text becomes a value."""

from __future__ import annotations

from .exception import (
    MetaflowException,
    MetaflowNotAvailable,
    ParameterError,
    ParameterFieldFailed,
    ParameterFieldTypeMismatch,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from ._datastore.artifacts import Artifacts

    class HasArtifacts(Protocol):
        _datastore: Artifacts | None
        _cached_parameters: dict[str, Any]


class JSONTypeClass:
    """The type of a parameter whose text is JSON."""

    name = "JSON"

    def convert(self, value: Any, param: Any = None, ctx: Any = None) -> Any:
        """Text is parsed (ValueError if it is no JSON); anything else is taken as it is."""
        if not isinstance(value, str):
            return value
        import json

        return json.loads(value)

    def __repr__(self) -> str:
        return "JSON"


JSONType = JSONTypeClass()


class ParameterContext:
    """What a default that is a function gets, once, when the run starts."""

    def __init__(self, flow_name: str, user_name: str, parameter_name: str) -> None:
        self.flow_name = flow_name
        self.user_name = user_name
        self.parameter_name = parameter_name
        self.logger: Callable[..., None] = print
        self.ds_type = "local"
        self.configs: dict[str, Any] = {}


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
# Options that only change how help looks.
_WITHOUT_EFFECT = frozenset({"metavar", "hidden", "show_envvar", "show_choices"})
_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})


class Parameter:
    """A parameter of a flow: `alpha = Parameter("alpha", default=0.1, help="learning rate")`.

    `--alpha 0.5` sets it, `self.alpha` reads it; steps can't change it. `type` is str, int, float,
    bool or JSONType, by default that of `default`. A function as default is called with a
    ParameterContext.
    """

    IS_CONFIG_PARAMETER = False

    def __init__(
        self,
        name: str,
        default: Any = None,
        type: Any = None,
        help: str | None = None,
        required: bool | None = None,
        show_default: bool | None = None,
        separator: str | None = None,
        **options: Any,
    ) -> None:
        if name.replace("_", "-") in _RESERVED:
            raise MetaflowException(f"{name!r} can't name a parameter: Metaflow reserves it")
        for option in options:
            if option not in _WITHOUT_EFFECT:
                raise MetaflowNotAvailable(
                    f"The option {option!r} of Parameter({name!r}) "
                    "is not available in this version of Flowdeck yet"
                )
        self.name = name
        self.default = default
        self.help = help
        self.type = type if type is not None else _type_of(default)
        self.required = bool(required)
        self.separator = separator
        self.attribute = name
        if separator and self.type is not str:
            raise MetaflowException(
                f"Parameter {name!r}: only a str parameter can have a separator"
            )

    def __set_name__(self, owner: type, attribute: str) -> None:
        self.attribute = attribute

    def __get__(self, flow: HasArtifacts | None, owner: type | None = None) -> Any:
        """In a task its value, otherwise the parameter itself."""
        if flow is None or flow._datastore is None or self.attribute not in flow._datastore:
            return self
        values = flow._cached_parameters
        if self.attribute not in values:
            values[self.attribute] = flow._datastore.load(self.attribute)
        return values[self.attribute]

    def __set__(self, flow: object, value: object) -> None:
        raise AttributeError(
            f"{self.attribute!r} is a parameter and can't be changed: store the new value under "
            "another name"
        )

    def __repr__(self) -> str:
        return (
            f"metaflow.Parameter(name={self.name!r}, default={self.default!r}, type={self.type!r})"
        )

    def value_of(self, text: str | None, context: ParameterContext) -> Any:
        """The value for a text from the command line, or for none. Raises ParameterError and what a
        default raises.
        """
        if text is not None:
            value = self._convert(text)
        elif self.default is not None:
            value = self._default_value(context)
        elif self.required:
            raise ParameterError(f"Parameter {self.name!r} is required: pass --{self.name} VALUE")
        else:
            value = None
        return value.split(self.separator) if value and self.separator else value

    def _default_value(self, context: ParameterContext) -> Any:
        if not callable(self.default):
            return self._convert(self.default)
        value = _call_default(self.name, self.default, context)
        if value is not None and not _fits(value, self.type):
            raise ParameterFieldTypeMismatch(
                f"The default of parameter {self.name!r} is a function that returned {value!r}: "
                f"expected {describe_type(self.type)}"
            )
        return None if value is None else self._convert(value)

    def _convert(self, value: Any) -> Any:
        try:
            return _converted(value, self.type)
        except Exception as error:
            # A type of one's own may raise anything; the person needs the parameter's name.
            detail = "" if self.type in (bool, int, float) else f" ({error})"
            raise ParameterError(
                f"Parameter {self.name!r} should be {describe_type(self.type)}, got "
                f"{value!r}{detail}"
            ) from error


def _type_of(default: Any) -> Any:
    return str if default is None or callable(default) else type(default)


def _call_default(name: str, function: Callable[..., Any], context: ParameterContext) -> Any:
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


def _fits(value: Any, kind: Any) -> bool:
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return not isinstance(kind, type) or isinstance(value, kind)


def _converted(value: Any, kind: Any) -> Any:
    if kind is str:
        return str(value)
    if kind is bool:
        return _truth(value)
    if hasattr(kind, "convert"):
        return kind.convert(value, None, None)
    return kind(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE and word not in _FALSE:
        raise ValueError(word)
    return word in _TRUE


_TYPE_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def describe_type(kind: Any) -> str:
    """For messages: `a whole number`, `valid JSON`, or the type's name."""
    if isinstance(kind, JSONTypeClass):
        return "valid JSON"
    return _TYPE_WORDS.get(kind) or str(getattr(kind, "__name__", kind))
