"""Plain data as YAML, in block style."""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Texts that can stand without quotes and stay texts.
_PLAIN = re.compile(r"^[A-Za-z_/.]([^:#\x00-\x1f]|:(?=\S)|(?<=\S)#)*$")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "~"})
_NUMBER = re.compile(r"^\.?(inf|nan|\d)", re.IGNORECASE)


def yaml_text(value: Any) -> str:
    """What is neither text, number, list nor dictionary is shown by its `str`."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict) and value:
        return [line for key, item in value.items() for line in _entry(f"{_scalar(key)}:", item)]
    if isinstance(value, (list, tuple, set, frozenset)) and value:
        return [line for item in value for line in _item(item)]
    return [_scalar(value)]


def _entry(key: str, item: Any) -> list[str]:
    lines = _lines(item)
    if not _is_nested(item):
        return [f"{key} {lines[0]}"]
    # Items of a list stand under their key without an indent of their own.
    indent = "  " if isinstance(item, dict) else ""
    return [key, *(f"{indent}{line}" for line in lines)]


def _item(item: Any) -> list[str]:
    first, *others = _lines(item)
    return [f"- {first}", *(f"  {line}" for line in others)]


def _is_nested(value: Any) -> bool:
    return isinstance(value, (dict, list, tuple, set, frozenset)) and bool(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return "[]"
    text = str(value)
    plain = _PLAIN.match(text) and text.lower() not in _WORDS and not _NUMBER.match(text)
    if plain and text == text.strip():
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)
