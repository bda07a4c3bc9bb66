"""Block style: what the indentation of lines means."""

from __future__ import annotations

import re

from .errors import YamlError
from .flow import FlowError, FlowReader, add_pair, alias
from .scalars import value_of
from .texts import block_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_QUOTED_KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*:(?=\s|$)""")
_PLAIN_KEY = re.compile(
    r"([^\s#&*!|>'\"%@`\[\]{},?:-]|[?:-](?=\S))(?:(?!\s\#|:\s|:$).)*?\s*:(?=\s|$)"
)
_PROPERTY = re.compile(r"(?:&(?P<anchor>[^\s\[\]{},]+)|!!(?P<tag>\w+)|(?P<other>!\S*))(?:\s+|$)")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_TAGS: dict[str, Callable[[Any], Any]] = {
    "str": lambda value: value,
    "int": int,
    "float": float,
    "bool": bool,
    "map": dict,
    "seq": list,
    "null": lambda _value: None,
}


class BlockReader:
    def __init__(self, text: str) -> None:
        self._lines = _document(text)
        self._at = 0
        self._anchors: dict[str, Any] = {}

    def read(self) -> Any:
        value = self._node(-1) if self._next_indent() is not None else None
        if self._next_indent() is not None:
            raise self._error("this line belongs to nothing above it")
        return value

    def _node(self, parent: int) -> Any:
        """What begins at the next line, which is indented deeper than `parent`."""
        indent = self._next_indent() or 0
        line = self._lines[self._at]
        text = line[indent:]
        if text == "-" or text.startswith("- "):
            return self._sequence(indent)
        if _key_in(text):
            return self._mapping(indent)
        if text.startswith("? "):
            raise self._error("keys that begin with '?' are not read here")
        return self._value(text, parent)

    def _sequence(self, indent: int) -> list[Any]:
        items: list[Any] = []
        while self._next_indent() == indent and self._is_item(indent):
            line = self._lines[self._at]
            rest = line[indent + 1 :]
            if not _without_comment(rest):
                self._at += 1
                items.append(self._below(indent))
            elif _PROPERTY.match(rest.lstrip()):
                items.append(self._value(rest.strip(), indent))
            else:
                # The item is what stands there without the dash.
                self._lines[self._at] = f"{line[:indent]} {rest}"
                items.append(self._node(indent))
        return items

    def _mapping(self, indent: int) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        while self._next_indent() == indent and not self._is_item(indent):
            text = self._lines[self._at][indent:]
            match = _key_in(text)
            if match is None:
                raise self._error("a key with ':' and a space is missing")
            key = self._key(match[0][:-1].rstrip())
            number = self._at
            value = self._value(text[match.end() :].strip(), indent, after_key=True)
            try:
                add_pair(made, key, value)
            except TypeError as error:
                raise YamlError(str(error), number + 1) from None
        return made

    def _key(self, text: str) -> Any:
        if text[:1] in ("'", '"'):
            return self._flow(FlowReader(text, self._anchors).quoted)
        return text if text == "<<" else self._scalar(text)

    def _value(self, text: str, parent: int, after_key: bool = False) -> Any:
        """`text` is what the current line has left of a value that may go on below."""
        anchor = tag = None
        while True:
            match = _PROPERTY.match(text)
            if match is None:
                break
            if match["other"]:
                raise self._error(f"the tag {match['other']} is not known here")
            anchor, tag = match["anchor"] or anchor, match["tag"] or tag
            text = text[match.end() :]
        value = self._plain_value(text, parent, after_key, tag)
        if tag is not None:
            value = self._tagged(tag, value)
        if anchor is not None:
            self._anchors[anchor] = value
        return value

    def _plain_value(self, text: str, parent: int, after_key: bool, tag: str | None) -> Any:
        bare = _without_comment(text)
        if not bare:
            self._at += 1
            return self._below(parent, after_key)
        if bare[0] in "|>":
            number = self._at
            self._at += 1
            try:
                found, self._at = block_text(bare, self._lines, self._at, parent)
            except ValueError as error:
                raise YamlError(str(error), number + 1) from None
            return found
        if bare[0] in "[{'\"":
            return self._over_lines(text)
        if bare[0] == "*":
            self._at += 1
            return self._flow(lambda: alias(self._anchors, bare[1:], 0), -1)
        number = self._at
        joined = self._folded(bare, parent)
        return joined if tag == "str" else self._scalar(joined, number)

    def _below(self, parent: int, after_key: bool = False) -> Any:
        """The value of an empty place; a list may stand as far left as its key."""
        indent = self._next_indent()
        if indent is None or indent < parent or (indent == parent and not after_key):
            return None
        if indent == parent:
            return self._sequence(indent) if self._is_item(indent) else None
        return self._node(parent)

    def _over_lines(self, text: str) -> Any:
        """A flow collection or a text in quotes, and nothing else behind it."""
        reader = FlowReader("\n".join([text, *self._lines[self._at + 1 :]]), self._anchors)
        begin = self._at
        value = self._flow(reader.read)
        whole = "\n".join([text, *self._lines[begin + 1 :]])
        self._at = begin + whole.count("\n", 0, reader.at)
        rest = whole[reader.at :].split("\n", 1)[0]
        if _without_comment(rest):
            raise self._error(f"{rest.strip()!r} can't stand here")
        self._at += 1
        return value

    def _folded(self, text: str, parent: int) -> str:
        """A scalar without quotes goes on in deeper lines; only empty lines are breaks in it."""
        if text == "-" or text.startswith("- "):
            raise self._error("a list can't begin here: begin it on the next line")
        if re.search(r":(\s|$)", text):
            raise self._error("a mapping can't begin here: put the text in quotes")
        commented = len(text) != len(self._lines[self._at].rstrip()) and bool(
            _COMMENT.search(self._lines[self._at])
        )
        self._at += 1
        empty = 0
        at = self._at
        while not commented and at < len(self._lines):
            line = self._lines[at].strip()
            if not line:
                empty += 1
            elif _indent_of(self._lines[at]) <= parent or line.startswith("#"):
                break
            elif _key_in(line):
                self._at = at
                raise self._error("a mapping can't begin here: is the line indented too far?")
            else:
                text += ("\n" * empty or " ") + _without_comment(line)
                empty = 0
                self._at = at + 1
            at += 1
        return text

    def _tagged(self, tag: str, value: Any) -> Any:
        make = _TAGS.get(tag)
        if make is None:
            raise self._error(f"the tag !!{tag} is not known here")
        return make(value)

    def _scalar(self, text: str, number: int | None = None) -> Any:
        """`number`: of the line that it begins in, when that is not the current one."""
        line = (self._at if number is None else number) + 1
        if text[:1] in ("@", "`", "%"):
            raise YamlError(f"a text that begins with {text[0]!r} needs quotes", line)
        try:
            return value_of(text)
        except ValueError as error:
            raise YamlError(f"{text}: {error}", line) from None

    def _flow(self, read: Callable[[], Any], back: int = 0) -> Any:
        try:
            return read()
        except (FlowError, TypeError, ValueError) as error:
            raise YamlError(str(error), self._at + back + 1) from None

    def _next_indent(self) -> int | None:
        """Of the next line with anything on it; None at the end."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if _without_comment(line):
                if "\t" in line[: len(line) - len(line.lstrip())]:
                    raise self._error("tabs can't indent")
                return _indent_of(line)
            self._at += 1
        return None

    def _is_item(self, indent: int) -> bool:
        text = self._lines[self._at][indent:]
        return text.rstrip() == "-" or text.startswith("- ")

    def _error(self, message: str) -> YamlError:
        return YamlError(message, self._at + 1)


def _document(text: str) -> list[str]:
    """The lines, empty where they say something about the document."""
    lines = text.lstrip("\ufeff").splitlines()
    begun = False
    for at, line in enumerate(lines):
        if line.startswith("%") and not begun:
            lines[at] = ""
        elif line == "---" or line.startswith("--- "):
            if begun:
                raise YamlError("a second document begins", at + 1)
            lines[at] = "    " + line[4:] if line[4:].strip() else ""
            begun = True
        elif line == "..." or line.startswith("... "):
            return lines[:at]
        elif _without_comment(line):
            begun = True
    return lines


def _key_in(text: str) -> re.Match[str] | None:
    """A key with its colon at the beginning of the text."""
    return (_QUOTED_KEY if text[:1] in ("'", '"') else _PLAIN_KEY).match(text)


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_comment(text: str) -> str:
    """Only of what is not in quotes."""
    return _COMMENT.sub("", text).strip()
