"""Values of any type as what JSON can keep and a card can show."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TIME_FORMAT = "%Y-%m-%d %I:%M:%S %p"
MAX_ARTIFACT_SIZE = 256 << 20
"""Bytes of the largest artifact that a card loads."""

_DATA_FRAME = "pandas.core.frame.DataFrame"
_ALIASES = {"pandas.DataFrame": _DATA_FRAME}
_IMAGE_STARTS = [
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\xff\xd8\xff", "jpeg"),
]
_WIDEST = 100
_DEEPEST = 3


def image_kind(data: bytes) -> str | None:
    """`png`, `gif`, `jpeg` or `webp`: what browsers show; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in _IMAGE_STARTS if data.startswith(start)), None)


def _full_classname(value: object) -> str:
    """`pandas.core.frame.DataFrame`, `dict`"""
    cls = type(value)
    if cls.__module__ in (None, "builtins", "__builtin__"):
        return cls.__qualname__
    return f"{cls.__module__}.{cls.__qualname__}"


class TaskToDict:
    """`only_repr`: every value as text, as `reprlib` shortens it."""

    def __init__(
        self,
        only_repr: bool = False,
        runtime: bool = False,
        max_artifact_size: int | None = None,
    ) -> None:
        self._only_repr = only_repr
        self._runtime = runtime
        self._max_artifact_size = (
            MAX_ARTIFACT_SIZE if max_artifact_size is None else max_artifact_size
        )
        self._repr = _short_repr()

    def __call__(self, task: Any, graph: Any = None) -> dict[str, Any]:
        """A task's output, times and artifacts; pictures and tables among them once more."""
        finished = None if self._runtime else task.finished_at
        told: dict[str, Any] = {
            "stderr": task.stderr,
            "stdout": task.stdout,
            "created_at": task.created_at.strftime(TIME_FORMAT),
            "finished_at": finished.strftime(TIME_FORMAT) if finished is not None else None,
            "pathspec": task.pathspec,
            "graph": graph,
            "data": {},
            "images": {},
            "tables": {},
        }
        for artifact in task:
            self._add_artifact(told, artifact)
        return told

    def _add_artifact(self, told: dict[str, Any], artifact: Any) -> None:
        name = artifact.id
        if artifact.size > self._max_artifact_size:
            said = (
                f"<artifact too large: {artifact.size} bytes, max: {self._max_artifact_size} bytes>"
            )
            told["data"][name] = self._not_loaded(name, "skipped", said, large=True)
            return
        try:
            value = artifact.data
        except ModuleNotFoundError as error:
            told["data"][name] = self._not_loaded(name, error.name, "<unable to unpickle>")
            return
        except Exception as error:
            # One damaged artifact is one row, and no failed card.
            said = f"<unable to unpickle: {type(error).__name__}: {error}>"
            told["data"][name] = self._not_loaded(name, None, said)
            return
        told["data"][name] = {**self.infer_object(value), "name": name}
        if type(value) is bytes:
            src = self.parse_image(value)
            if src is not None:
                told["images"][name] = src
        elif self.object_type(value) == _DATA_FRAME:
            told["tables"][name] = self._parse_pandas_dataframe(value)

    def _not_loaded(
        self, name: str, kind: str | None, said: str, large: bool = False
    ) -> dict[str, Any]:
        return {
            "type": kind,
            "data": said,
            "large_object": large,
            "supported_type": False,
            "only_repr": self._only_repr,
            "name": name,
        }

    def object_type(self, value: object) -> str | None:
        name = _full_classname(value)
        return _ALIASES.get(name, name)

    def parse_image(self, data: object) -> str | None:
        """The bytes of a picture as a data URL; None for anything else."""
        if type(data) is not bytes:
            return None
        kind = image_kind(data)
        return None if kind is None else f"data:image/{kind};base64, {_base64(data)}"

    def infer_object(self, value: object) -> dict[str, Any]:
        """`type` names the class; `data` is what to show."""
        data, supported, large = self._to_native(value)
        return {
            "type": self.object_type(value),
            "data": data,
            "large_object": large,
            "supported_type": supported,
            "only_repr": self._only_repr,
        }

    def _to_native(self, value: object) -> tuple[Any, bool, bool]:
        if self._only_repr:
            return self._pretty(value), False, False
        parse = _PARSERS.get(self.object_type(value) or "")
        if parse is None:
            return self._repr.repr(value), False, False
        data = parse(self, value)
        if _size_of(data) > self._max_artifact_size:
            return self._repr.repr(data), True, True
        return data, True, False

    def _native(self, value: object) -> Any:
        return self._to_native(value)[0]

    def _pretty(self, value: object) -> str:
        """On several lines when nothing had to be cut."""
        short: str = self._repr.repr(value)
        if "..." in short:
            return short
        import pprint

        try:
            return pprint.pformat(value, indent=2, width=50, compact=True) or short
        except Exception:
            # A repr that raises: `reprlib` names the class.
            return short

    def _parse_pandas_dataframe(self, frame: Any, truncate: bool = True) -> dict[str, Any]:
        from ._tables import table_of_frame

        return table_of_frame(frame, truncate)


def _short_repr() -> Any:
    import reprlib

    shortening = reprlib.Repr()
    shortening.maxlevel = _DEEPEST
    for name in ("maxarray", "maxstring", "maxother", "maxtuple", "maxlist"):
        setattr(shortening, name, _WIDEST)
    return shortening


def _base64(data: bytes) -> str:
    import base64

    return base64.encodebytes(data).decode("ascii")


def _text_of_bytearray(converter: TaskToDict, value: Any) -> Any:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return converter._repr.repr(value)


_PARSERS: dict[str, Callable[[TaskToDict, Any], Any]] = {
    "NoneType": lambda _, value: value,
    "bool": lambda _, value: value,
    "int": lambda _, value: value,
    "float": lambda _, value: value,
    "str": lambda _, value: value,
    "complex": lambda _, value: str(value),
    "decimal.Decimal": lambda _, value: float(value),
    "datetime.datetime": lambda _, value: value.strftime(TIME_FORMAT),
    "type": lambda _, value: value.__name__,
    "bytes": lambda _, value: _base64(value),
    "bytearray": _text_of_bytearray,
    "range": lambda converter, value: converter._repr.repr(value),
    "Exception": lambda converter, value: converter._repr.repr(value),
    "list": lambda converter, value: [converter._native(each) for each in value],
    "tuple": lambda converter, value: [converter._native(each) for each in value],
    "set": lambda converter, value: [converter._native(each) for each in value],
    "frozenset": lambda converter, value: [converter._native(each) for each in value],
    "dict": lambda converter, value: {key: converter._native(value[key]) for key in value},
    "numpy.ndarray": lambda _, value: value.tolist(),
    _DATA_FRAME: lambda converter, value: converter._parse_pandas_dataframe(value),
}


def _size_of(value: Any) -> int:
    """Bytes that plain data takes in memory."""
    if isinstance(value, dict):
        inner = sum(_size_of(key) + _size_of(item) for key, item in value.items())
    elif isinstance(value, (list, tuple)):
        inner = sum(map(_size_of, value))
    else:
        inner = 0
    return sys.getsizeof(value) + inner
