"""Flow style: `[a, {b: 1}]` and texts in quotes, over as many lines as they need."""

from __future__ import annotations

import re

from .scalars import value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_CODES = {"x": 2, "u": 4, "U": 8}
_SPACE = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*")
_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")


class FlowError(ValueError):
    """`at`: where in the text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class FlowReader:
    """Reads one value that begins at the start of the text; `at` is behind it then."""

    def __init__(self, text: str, anchors: dict[str, Any]) -> None:
        self._text = text
        self._anchors = anchors
        self.at = 0

    def read(self) -> Any:
        mark = self._peek()
        if mark == "[":
            return self._list()
        if mark == "{":
            return self._dict()
        if mark in ("'", '"'):
            return self.quoted()
        return self._plain_or_alias()

    def quoted(self) -> str:
        mark, begin = self._peek(), self.at
        self.at += 1
        parts: list[str] = []
        while True:
            here = self._peek()
            if here == "":
                raise FlowError(f"the {mark} is never closed", begin)
            if here == mark:
                if mark == "'" and self._text[self.at + 1 : self.at + 2] == "'":
                    parts.append("'")
                    self.at += 2
                    continue
                self.at += 1
                return "".join(parts)
            parts.append(self._piece(mark))

    def _piece(self, mark: str) -> str:
        """One character of a text in quotes, an escape, or a break, which is folded."""
        here = self._peek()
        if here == "\\" and mark == '"':
            return self._escape()
        folded = _BREAK.match(self._text, self.at) if here in " \t\n" else None
        if folded is not None:
            self.at = folded.end()
            return "\n" * (folded[0].count("\n") - 1) or " "
        self.at += 1
        return here

    def _escape(self) -> str:
        begin = self.at
        self.at += 1
        kind = self._peek()
        if kind == "\n":
            folded = _BREAK.match(self._text, self.at)
            self.at = folded.end() if folded else self.at + 1
            return ""
        self.at += 1
        if kind in _ESCAPES:
            return _ESCAPES[kind]
        length = _CODES.get(kind)
        digits = self._text[self.at : self.at + (length or 0)]
        if length is None or not _is_hexadecimal(digits, length):
            raise FlowError(f"\\{kind} is no escape", begin)
        self.at += length
        return chr(int(digits, 16))

    def _list(self) -> list[Any]:
        begin = self.at
        self.at += 1
        items: list[Any] = []
        while not self._closed("]", begin):
            items.append(self._item())
            self._separated("]", begin)
        return items

    def _item(self) -> Any:
        """A value, or `key: value`, which is a dict of one."""
        value = self.read()
        self._skip()
        if self._is_colon():
            self.at += 1
            return {value: self._value_after_colon("]")}
        return value

    def _dict(self) -> dict[Any, Any]:
        begin = self.at
        self.at += 1
        made: dict[Any, Any] = {}
        while not self._closed("}", begin):
            key = self.read()
            quoted = self._text[self.at - 1] in "'\""
            self._skip()
            value = None
            if self._peek() == ":" and (quoted or self._is_colon()):
                self.at += 1
                value = self._value_after_colon("}")
            add_pair(made, key, value)
            self._separated("}", begin)
        return made

    def _value_after_colon(self, end: str) -> Any:
        self._skip()
        return None if self._peek() in (",", end) else self.read()

    def _plain_or_alias(self) -> Any:
        begin = self.at
        while True:
            here = self._peek()
            if here == "" or here in ",[]{}" or (here == ":" and self._is_colon()):
                break
            if here == "#" and self._text[self.at - 1 : self.at].isspace():
                break
            self.at += 1
        text = " ".join(self._text[begin : self.at].split())
        if not text and self._peek() != ":":
            raise FlowError(f"a value is missing before {self._peek()!r}", begin)
        if text.startswith("*"):
            return alias(self._anchors, text[1:], begin)
        if text[:1] in ("&", "!", "?", "@", "`", "%"):
            raise FlowError(f"{text!r} can't stand here", begin)
        return value_of(text)

    def _closed(self, end: str, begin: int) -> bool:
        self._skip()
        if self._peek() == "":
            raise FlowError(f"the {self._text[begin]} is never closed", begin)
        if self._peek() != end:
            return False
        self.at += 1
        return True

    def _separated(self, end: str, begin: int) -> None:
        self._skip()
        here = self._peek()
        if here == ",":
            self.at += 1
        elif here not in ("", end):
            raise FlowError(f"',' or '{end}' is missing before {here!r}", self.at)

    def _is_colon(self) -> bool:
        after = self._text[self.at + 1 : self.at + 2]
        return self._peek() == ":" and (after == "" or after.isspace() or after in ",[]{}")

    def _peek(self) -> str:
        return self._text[self.at : self.at + 1]

    def _skip(self) -> None:
        match = _SPACE.match(self._text, self.at)
        if match is not None:
            self.at = match.end()


def _is_hexadecimal(digits: str, length: int) -> bool:
    return len(digits) == length and all(each in "0123456789abcdefABCDEF" for each in digits)


def alias(anchors: dict[str, Any], name: str, at: int) -> Any:
    if name not in anchors:
        raise FlowError(f"nothing is called &{name}", at)
    return anchors[name]


def add_pair(made: dict[Any, Any], key: Any, value: Any) -> None:
    """`<<` brings what is not there yet. Raises TypeError for keys that are collections."""
    if key != "<<":
        made[key] = value
        return
    for other in value if isinstance(value, list) else [value]:
        if not isinstance(other, dict):
            raise TypeError("<< takes a mapping, or a list of them")
        for name, each in other.items():
            made.setdefault(name, each)
