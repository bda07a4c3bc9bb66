"""Lines of stored logs: `[MFLOG|0|2026-11-23T15:17:22.350736Z|runtime|<id>]message`."""

from __future__ import annotations

import heapq
import io
import re
from collections import namedtuple
from datetime import datetime, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

VERSION = b"0"
ISOFORMAT = "%Y-%m-%dT%H:%M:%S.%f"
MISSING_TIMESTAMP = datetime(3000, 1, 1)
MISSING_TIMESTAMP_STR = MISSING_TIMESTAMP.strftime(ISOFORMAT)

MFLogline = namedtuple(
    "MFLogline", "should_persist version utc_tstamp_str logsource id msg utc_tstamp"
)

_LINE = re.compile(rb"(\[!)?\[MFLOG\|(0)\|(.+?)Z\|(.+?)\|(.+?)\](.*)")


def decorate(
    source: bytes | str,
    line: bytes | str,
    version: bytes = VERSION,
    now: datetime | None = None,
    lineid: bytes | str | None = None,
) -> bytes:
    """A message as a line of a log."""
    if now is None:
        now = datetime.now(timezone.utc)
    if not lineid:
        from uuid import uuid4

        lineid = str(uuid4())
    parts = (version, _bytes(now.strftime(ISOFORMAT)) + b"Z", _bytes(source), _bytes(lineid))
    return b"[MFLOG|" + b"|".join(parts) + b"]" + _bytes(line)


def is_structured(line: bytes | str) -> bool:
    return _bytes(line).startswith((b"[MFLOG|", b"[![MFLOG|"))


def parse(line: bytes | str) -> Any:
    """An MFLogline, or None when it is no such line."""
    match = _LINE.match(_bytes(line))
    if match is None:
        return None
    try:
        at = datetime.strptime(match.group(3).decode(), ISOFORMAT)
    except ValueError:
        return None
    return MFLogline(*(*match.groups(), at))


def set_should_persist(line: bytes | str) -> bytes:
    """Marks a line that whoever receives it has to store."""
    data = _bytes(line)
    return b"[!" + data if data.startswith(b"[MFLOG|") else data


def unset_should_persist(line: bytes | str) -> bytes:
    data = _bytes(line)
    return data[2:] if data.startswith(b"[![MFLOG|") else data


def refine(
    line: bytes | str, prefix: bytes | str | None = None, suffix: bytes | str | None = None
) -> bytes:
    """Puts text around the message of a line."""
    head, bracket, message = _bytes(line).partition(b"]")
    if not bracket:
        return head
    return head + bracket + _bytes(prefix or b"") + message + _bytes(suffix or b"")


def merge_logs(logs: Iterable[bytes]) -> Iterator[Any]:
    """The lines of several logs by time; what is no log line comes last, with its newline."""
    for _, line in heapq.merge(*map(_ordered, logs), key=lambda pair: pair[0]):
        yield line


def utc_to_local(utc_dt: datetime) -> datetime:
    return utc_dt.replace(tzinfo=timezone.utc).astimezone(tz=None)


def _ordered(log: bytes) -> list[tuple[Any, Any]]:
    return sorted((_keyed(line) for line in io.BytesIO(log)), key=lambda pair: pair[0])


def _keyed(line: bytes) -> tuple[Any, Any]:
    parsed = parse(line)
    if parsed is None:
        missing = MISSING_TIMESTAMP_STR.encode()
        lost = MFLogline(False, None, missing, None, None, line, MISSING_TIMESTAMP)
        return (missing, b"", b"", line), lost
    return (parsed.utc_tstamp_str, parsed.logsource, parsed.id, parsed.msg), parsed


def _bytes(text: bytes | str) -> bytes:
    return text.encode("utf-8") if isinstance(text, str) else text
