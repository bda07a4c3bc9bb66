"""What a plain scalar means: YAML 1.1, as PyYAML reads it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_WORDS = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}
_BOOLEANS = {
    form: value
    for word, value in _WORDS.items()
    for form in (word, word.capitalize(), word.upper())
}
_BINARY = re.compile(r"[-+]?0b[01_]+$")
_OCTAL = re.compile(r"[-+]?0[0-7_]+$")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)$")
_HEXADECIMAL = re.compile(r"[-+]?0x[0-9a-fA-F_]+$")
_BASE_60 = re.compile(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$")
_FLOAT = re.compile(
    r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$"
)
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)$")
_NOT_A_NUMBER = re.compile(r"\.(?:nan|NaN|NAN)$")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
_TIME = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?"
    r"(?:[ \t]*(?:(Z)|([-+])(\d\d?)(?::?(\d\d))?))?$"
)


def value_of(text: str) -> Any:
    """Of a scalar without quotes. Raises ValueError for a date that there is not."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    for form, read in _FORMS:
        match = form.match(text)
        if match is not None:
            return read(match)
    return text


def _digits(match: re.Match[str]) -> str:
    return match[0].replace("_", "")


def _binary(match: re.Match[str]) -> int:
    return int(_digits(match).replace("0b", ""), 2)


def _octal(match: re.Match[str]) -> int:
    return int(_digits(match), 8)


def _hexadecimal(match: re.Match[str]) -> int:
    return int(_digits(match), 16)


def _base_60(match: re.Match[str]) -> int:
    text = _digits(match)
    total = 0
    for part in text.lstrip("+-").split(":"):
        total = total * 60 + int(part)
    return -total if text.startswith("-") else total


def _infinity(match: re.Match[str]) -> float:
    return float("-inf" if match[0].startswith("-") else "inf")


def _date(match: re.Match[str]) -> date:
    return date(*(int(each) for each in match.groups()))


def _time(match: re.Match[str]) -> datetime:
    fraction = int((match[7] or "0")[:6].ljust(6, "0"))
    zone = None
    if match[8]:
        zone = timezone.utc
    elif match[9]:
        offset = timedelta(hours=int(match[10]), minutes=int(match[11] or 0))
        zone = timezone(-offset if match[9] == "-" else offset)
    year, month, day, hour, minute, second = (int(match[at]) for at in range(1, 7))
    return datetime(year, month, day, hour, minute, second, fraction, zone)


_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Any]]] = [
    (_BINARY, _binary),
    (_OCTAL, _octal),
    (_DECIMAL, lambda match: int(_digits(match))),
    (_HEXADECIMAL, _hexadecimal),
    (_BASE_60, _base_60),
    (_FLOAT, lambda match: float(_digits(match))),
    (_INFINITY, _infinity),
    (_NOT_A_NUMBER, lambda _match: float("nan")),
    (_DATE, _date),
    (_TIME, _time),
]
