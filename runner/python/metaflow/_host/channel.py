"""One JSON object a line over file descriptors."""

from __future__ import annotations

import json
import math
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CHUNK = 1 << 16
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
decode = json.loads


class RunnerGone(Exception):
    """Nobody reads what this process writes any more."""


def encode_line(message: Any) -> bytes:
    """One line of ASCII JSON. NaN and infinities, which JSON lacks, become Expressions."""
    try:
        text = _encode(message)
    except ValueError:
        text = _encode(_without_special_floats(message))
    return text.encode("ascii") + b"\n"


def _without_special_floats(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return {"$expression": repr(value)}
    if isinstance(value, dict):
        return {key: _without_special_floats(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_special_floats(one) for one in value]
    return value


def write_all(fd: int, data: bytes) -> None:
    """Writes everything, waiting as needed. Raises RunnerGone when the other end is closed."""
    view = memoryview(data)
    while view:
        try:
            written = os.write(fd, view)
        except (BrokenPipeError, ConnectionResetError):
            raise RunnerGone from None
        view = view[written:]


class LineReader:
    """Splits what comes from a descriptor into lines. ``ended`` once the other side has closed."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.ended = False
        self._rest = b""
        self._lines: list[bytes] = []

    def read(self) -> list[bytes]:
        """Reads once and returns the complete lines; blocks only if the descriptor does."""
        try:
            chunk = os.read(self.fd, _CHUNK)
        except BlockingIOError:
            return []
        except ConnectionResetError:
            chunk = b""
        if not chunk:
            self.ended = True
            return []
        if b"\n" not in chunk:
            self._rest += chunk
            return []
        lines = (self._rest + chunk).split(b"\n")
        self._rest = lines.pop()
        return lines

    def read_one(self) -> bytes | None:
        """The next line, waiting for it; None at the end."""
        while not self._lines and not self.ended:
            self._lines = self.read()
        return self._lines.pop(0) if self._lines else None

    def waiting(self) -> list[bytes]:
        """Lines that came together with those which ``read_one`` took."""
        lines, self._lines = self._lines, []
        return lines
