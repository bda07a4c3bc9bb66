"""`ConfigValue`: what steps and mutators see of a config."""

from __future__ import annotations

import re
from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView
    from typing import Any, NoReturn

_NAME = re.compile(r"^[a-zA-Z_][a-zA-Z0-9_]*$")


class ConfigValue(Mapping, dict):  # type: ignore[type-arg, metaclass, misc]
    """A nested dictionary that can't be changed: `config["model"]["size"]` or `config.model.size`.

    A dict to whoever asks (isinstance, json), whose own content is `_data`.
    """

    _data: dict[Any, Any]

    def __init__(self, data: Mapping[Any, Any]) -> None:
        self.__dict__["_data"] = {key: _wrapped(value) for key, value in data.items()}
        dict.__init__(self, self._data)  # type: ignore[call-overload]

    @classmethod
    def fromkeys(cls, iterable: Iterable[Any], value: Any = None) -> ConfigValue:
        return cls(dict.fromkeys(iterable, value))

    def to_dict(self) -> dict[Any, Any]:
        """A plain dict, all the way down."""
        return {key: _unwrapped(value) for key, value in self._data.items()}

    def copy(self) -> ConfigValue:
        return ConfigValue(self._data)

    __copy__ = copy

    def __getattr__(self, key: str) -> Any:
        # While it is unpickled there is no `_data` yet.
        data = self.__dict__.get("_data", {})
        if key in data:
            return data[key]
        raise AttributeError(key)

    def __getitem__(self, key: Any) -> Any:
        return self._data[key]

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def keys(self) -> KeysView[Any]:
        return self._data.keys()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ConfigValue):
            return self._data == other._data
        return isinstance(other, dict) and self._data == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._data)

    __str__ = __repr__

    def __dir__(self) -> Iterable[str]:
        names = [key for key in self._data if isinstance(key, str) and _NAME.match(key)]
        return [*dir(type(self)), *names]

    def __reduce__(self) -> tuple[Any, ...]:
        return ConfigValue, (self.to_dict(),)

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("ConfigValue is immutable")

    __setattr__ = __delattr__ = __setitem__ = __delitem__ = _refuse
    __ior__ = _refuse
    clear = update = setdefault = pop = popitem = _refuse


ConfigValue.__module__ = f"{__package__}.config_parameters"
"""Stored artifacts name the class by this path."""


def _wrapped(value: Any) -> Any:
    if isinstance(value, ConfigValue):
        return value
    if isinstance(value, Mapping):
        return ConfigValue(value)
    if isinstance(value, (list, tuple, set)):
        return type(value)([_wrapped(item) for item in value])
    return value


def _unwrapped(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _unwrapped(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)([_unwrapped(item) for item in value])
    return value
