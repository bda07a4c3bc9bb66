"""`Config`, its value, and expressions over configs that are evaluated once their values are known.

A class body runs before any config has been read. So whatever is taken from a Config there is a
`DelayEvaluator`, which remembers the way to the value.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from ..exception import MetaflowException
from ..parameters import Parameter
from .config_value import ConfigValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Union

    Default = Union[str, dict[str, Any], Callable[[Any], Any]]

__all__ = [
    "Config",
    "ConfigValue",
    "DelayEvaluator",
    "config_expr",
    "is_delayed",
    "resolve_delayed_evaluator",
    "resolved_options",
    "unpack_delayed_evaluator",
]

ID_PATTERN = re.compile(r"^[a-zA-Z_][a-zA-Z0-9_]*$")
UNPACK_KEY = "_unpacked_delayed_"
_BRANCHING = (dict, list, tuple, set)


class Evaluation:
    """The config values that expressions see: those of the one flow that this process runs."""

    values: dict[str, Any] | None = None


class DelayEvaluator(Mapping):  # type: ignore[type-arg]
    """`config.model.size`, or the text of `config_expr`, before there are values.

    A mapping, so that `**config.options` reaches whoever evaluates it later as one special key.
    """

    def __init__(self, ex: str, saved_globals: dict[str, Any] | None = None) -> None:
        self._config_expr = ex
        self._globals = saved_globals
        # Only of a plain name is more than the expression itself known: `config_expr("cfg").size`.
        self._access: tuple[Any, ...] | None = () if ID_PATTERN.match(ex) else None

    def _further(self, key: Any) -> DelayEvaluator:
        longer = DelayEvaluator(self._config_expr, self._globals)
        longer._access = (*(self._access or ()), key)
        return longer

    def __iter__(self) -> Iterator[str]:
        yield f"{UNPACK_KEY}{id(self)}"

    def __len__(self) -> int:
        return 1

    def __getitem__(self, key: Any) -> Any:
        if key == f"{UNPACK_KEY}{id(self)}":
            return self
        if self._access is None:
            raise KeyError(key)
        return self._further(key)

    def __getattr__(self, name: str) -> DelayEvaluator:
        if name.startswith("__") or name == "is_step" or self.__dict__.get("_access") is None:
            raise AttributeError(name)
        return self._further(name)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __repr__(self) -> str:
        way = "".join(f".{key}" for key in self._access or ())
        return f"<config expression {self._config_expr}{way}>"

    def __call__(self, ctx: Any = None, deploy_time: bool = False) -> Any:
        """The value. The arguments are those of a parameter's default, which this may stand for."""
        values = Evaluation.values
        if values is None:
            raise MetaflowException(
                f"The config expression {self._config_expr!r} has no value yet: a Config can be "
                "used in the flow that defines it and in its decorators, once the flow runs"
            )
        value = self._base(values)
        for key in self._access or ():
            value = _step_into(value, key() if isinstance(key, DelayEvaluator) else key)
        return value

    def _base(self, values: dict[str, Any]) -> Any:
        if self._config_expr in values:
            return values[self._config_expr]
        try:
            return eval(self._config_expr, dict(self._globals or {}), values)
        except NameError as error:
            raise MetaflowException(
                f"Config expression {self._config_expr!r} could not be evaluated: {error}"
            ) from error


def _step_into(value: Any, key: Any) -> Any:
    if isinstance(value, Mapping) and key in value:
        return value[key]
    return getattr(value, key) if isinstance(key, str) else value[key]


def config_expr(expr: str) -> DelayEvaluator:
    """An expression over configs, by their names, for places where the Config is not at hand:
    `@project(name=config_expr("config").project.name)`, `config_expr("config.name.lower()")`.
    """
    return DelayEvaluator(expr, saved_globals=sys._getframe(1).f_globals)


class Config(Parameter, Mapping):  # type: ignore[type-arg]
    """A configuration of the flow: read before anything else, so that decorators and parameters can
    be made from it, and the same in every step.

    `default` is a path, `default_value` a text or dict; either may be a function of a
    ParameterContext. Without a `parser` the text is JSON. `plain` keeps what the parser returns
    (or the text) as it is; otherwise steps see a ConfigValue.
    """

    IS_CONFIG_PARAMETER = True
    kind = "config"

    def __init__(
        self,
        name: str,
        default: str | Callable[[Any], str] | None = None,
        default_value: Default | None = None,
        help: str | None = None,
        required: bool | None = None,
        parser: str | Callable[[str], Any] | None = None,
        plain: bool = False,
        **kwargs: Any,
    ) -> None:
        if default is not None and default_value is not None:
            raise MetaflowException(
                f"Config {name!r} takes one of default and default_value, not both"
            )
        self._default_is_file = default is not None
        self.parser = parser
        self.plain = plain
        self.file_default = default
        self.value_default = default_value
        super().__init__(name, help=help, required=required, type=str, **kwargs)
        self.default = default if default is not None else default_value
        self.kwargs.update(default=self.default, plain=plain)

    def load_parameter(self, value: Any) -> Any:
        return value if value is None or self.plain else ConfigValue(value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "is_step" or "name" not in self.__dict__:
            raise AttributeError(name)
        return self._delayed()._further(name)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str) and key.startswith(UNPACK_KEY):
            return self._delayed()
        return self._delayed()._further(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._delayed())

    def __len__(self) -> int:
        return 1

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def _delayed(self) -> DelayEvaluator:
        return DelayEvaluator(self.name)


def is_delayed(value: Any) -> bool:
    """Whether there is an expression over configs anywhere in it."""
    if isinstance(value, (DelayEvaluator, Config)):
        return True
    if not isinstance(value, _BRANCHING) or isinstance(value, ConfigValue):
        return False
    if isinstance(value, dict):
        return any(is_delayed(key) or is_delayed(item) for key, item in value.items())
    return any(is_delayed(item) for item in value)


def resolve_delayed_evaluator(v: Any, ignore_errors: bool = False, to_dict: bool = False) -> Any:
    """The same value with every expression in it evaluated. `to_dict`: configs as plain dicts."""
    try:
        return _resolved(v, to_dict)
    except Exception:
        if ignore_errors:
            return None
        raise


def _resolved(value: Any, to_dict: bool) -> Any:
    if isinstance(value, Config):
        value = value._delayed()
    if isinstance(value, DelayEvaluator):
        found = value()
        return found.to_dict() if to_dict and isinstance(found, ConfigValue) else found
    if isinstance(value, ConfigValue) or not isinstance(value, _BRANCHING):
        return value
    if isinstance(value, dict):
        return {_resolved(k, to_dict): _resolved(each, to_dict) for k, each in value.items()}
    items = [_resolved(each, to_dict) for each in value]
    if isinstance(value, list):
        return items
    return tuple(items) if isinstance(value, tuple) else set(items)


def unpack_delayed_evaluator(
    to_unpack: dict[str, Any], ignore_errors: bool = False
) -> tuple[dict[str, Any], list[str]]:
    """Keyword arguments with `**config` evaluated, and the names that came from there."""
    result: dict[str, Any] = {}
    added: list[str] = []
    for key, value in to_unpack.items():
        if not (isinstance(key, str) and key.startswith(UNPACK_KEY)):
            result[key] = value
            continue
        found = resolve_delayed_evaluator(value, ignore_errors, to_dict=True) or {}
        result.update(found)
        added.extend(found)
    return result, added


def resolved_options(options: dict[str, Any], ignore_errors: bool = False) -> dict[str, Any]:
    """Keyword arguments of a decorator or a parameter without anything delayed in them."""
    unpacked, _ = unpack_delayed_evaluator(options, ignore_errors)
    return {
        name: resolve_delayed_evaluator(value, ignore_errors, to_dict=True)
        for name, value in unpacked.items()
    }
