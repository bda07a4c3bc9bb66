"""Mustache templates, as cards fill them in: `render("Hello {{name}}", {"name": "you"})`."""

from __future__ import annotations

import html
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TAG = re.compile(
    r"(?P<triple>\{\{\{\s*(?P<raw>[^}]+?)\s*\}\}\})"
    r"|\{\{\s*(?P<sign>[#^/&!>]?)\s*(?P<name>[^}]*?)\s*\}\}"
)


class _Tag:
    """Text (`sign` empty), a value (`v`, raw `&`), or a section (`#`, `^`) with what is in it."""

    def __init__(self, sign: str, name: str) -> None:
        self.sign = sign
        self.name = name
        self.inside: list[_Tag] = []
        self.source = ""


class ChevronError(SyntaxError):
    """The template is not well-formed."""


def render(
    template: str = "",
    data: Any = None,
    partials_dict: dict[str, str] | None = None,
    **_options: Any,
) -> str:
    """Values are escaped, except in `{{{name}}}` and `{{&name}}`."""
    root = _parsed(template)
    return _rendered(root.inside, [{} if data is None else data], partials_dict or {})


def _parsed(template: str) -> _Tag:
    root = _Tag("#", "")
    open_tags = [root]
    begins = [0]
    at = 0
    for found in _TAG.finditer(template):
        before, at = template[at : found.start()], found.end()
        sign, name = (
            ("&", found["raw"]) if found["triple"] else (found["sign"] or "v", found["name"])
        )
        if sign in "#^/!>" and _stands_alone(template, found):
            # A line that has only this tag leaves no empty line.
            before = before.rstrip(" \t")
            at = _after_line(template, at)
        open_tags[-1].inside.append(_Tag("", before))
        if sign == "/":
            closed = open_tags.pop()
            if closed is root or closed.name != name:
                raise ChevronError(f"Trying to close tag {name!r}, which is not open")
            closed.source = template[begins.pop() : found.start()]
        elif sign != "!":
            tag = _Tag(sign, name)
            open_tags[-1].inside.append(tag)
            if sign in "#^":
                open_tags.append(tag)
                begins.append(at)
    if open_tags[-1] is not root:
        raise ChevronError(f"The tag {open_tags[-1].name!r} is never closed")
    root.inside.append(_Tag("", template[at:]))
    return root


def _stands_alone(template: str, found: re.Match[str]) -> bool:
    start = template.rfind("\n", 0, found.start()) + 1
    end = template.find("\n", found.end())
    rest = template[found.end() : end if end >= 0 else len(template)]
    return not template[start : found.start()].strip() and not rest.strip()


def _after_line(template: str, at: int) -> int:
    end = template.find("\n", at)
    return len(template) if end < 0 else end + 1


def _rendered(tags: list[_Tag], scopes: list[Any], partials: dict[str, str]) -> str:
    return "".join(_one(tag, scopes, partials) for tag in tags)


def _one(tag: _Tag, scopes: list[Any], partials: dict[str, str]) -> str:
    if tag.sign == "":
        return tag.name
    if tag.sign == ">":
        return _rendered(_parsed(partials.get(tag.name, "")).inside, scopes, partials)
    value = _looked_up(tag.name, scopes)
    if tag.sign == "^":
        return "" if value else _rendered(tag.inside, scopes, partials)
    if tag.sign == "#":
        return _section(tag, value, scopes, partials)
    said = "" if value is None else str(value)
    # Apostrophes stay, as in the templates that people have.
    return said if tag.sign == "&" else html.escape(said, quote=False).replace('"', "&quot;")


def _section(tag: _Tag, value: Any, scopes: list[Any], partials: dict[str, str]) -> str:
    if callable(value):
        return str(value(tag.source, lambda text, data=None: render(text, data or scopes[-1])))
    if not value:
        return ""
    items = value if isinstance(value, (list, tuple)) else [value]
    return "".join(_rendered(tag.inside, [*scopes, item], partials) for item in items)


def _looked_up(name: str, scopes: list[Any]) -> Any:
    if name == ".":
        return scopes[-1]
    first, *others = name.split(".")
    for scope in reversed(scopes):
        value = _member(scope, first)
        if value is not None:
            for other in others:
                value = _member(value, other)
            return value
    return None


def _member(scope: Any, name: str) -> Any:
    try:
        return scope[name]
    except (TypeError, KeyError, IndexError):
        return getattr(scope, name, None) if name.isidentifier() else None
