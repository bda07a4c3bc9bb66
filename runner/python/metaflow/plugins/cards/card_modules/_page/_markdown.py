"""Markdown as HTML: the common part of it, with GitHub's tables. Nothing in it can become code."""

from __future__ import annotations

import re

from ._escape import text
from ._inline import inline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*([\w+-]*)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^ {0,3}([-*_])(\s*\1){2,}\s*$")
_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$")
_QUOTE = re.compile(r"^ {0,3}> ?(.*)$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_DEEPEST = 12


def markdown_html(source: str) -> str:
    return _blocks(source.expandtabs(4).split("\n"), 0)


def _blocks(lines: list[str], depth: int) -> str:
    out: list[str] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        for reader in _READERS if depth < _DEEPEST else _FLAT_READERS:
            end = reader(lines, at, out, depth)
            if end > at:
                at = end
                break
    return "\n".join(out)


def _fenced(lines: list[str], at: int, out: list[str], _depth: int) -> int:
    opened = _FENCE.match(lines[at])
    if opened is None:
        return at
    indent, fence, language = opened.groups()
    end = at + 1
    while end < len(lines) and not lines[end].strip().startswith(fence):
        end += 1
    code = "\n".join(_without_indent(line, len(indent)) for line in lines[at + 1 : end])
    out.append(f"<pre><code>{_highlighted(code, language)}</code></pre>")
    return min(end + 1, len(lines))


def _highlighted(code: str, language: str) -> str:
    if language.lower() in ("python", "py"):
        from ._python import python_html

        return python_html(code)
    return text(code)


def _heading(lines: list[str], at: int, out: list[str], _depth: int) -> int:
    found = _HEADING.match(lines[at])
    if found is None:
        return at
    level = len(found.group(1))
    out.append(f"<h{level}>{inline(found.group(2))}</h{level}>")
    return at + 1


def _rule(lines: list[str], at: int, out: list[str], _depth: int) -> int:
    if not _RULE.match(lines[at]):
        return at
    out.append("<hr>")
    return at + 1


def _quote(lines: list[str], at: int, out: list[str], depth: int) -> int:
    inside = []
    end = at
    while end < len(lines) and (found := _QUOTE.match(lines[end])):
        inside.append(found.group(1))
        end += 1
    if inside:
        out.append(f"<blockquote>{_blocks(inside, depth + 1)}</blockquote>")
    return end


def _list(lines: list[str], at: int, out: list[str], depth: int) -> int:
    first = _ITEM.match(lines[at])
    if first is None:
        return at
    indent, sign, _ = first.groups()
    ordered = sign[-1] in ".)"
    items: list[list[str]] = []
    end = at
    while end < len(lines):
        found = _ITEM.match(lines[end])
        if found and len(found.group(1)) <= len(indent) + 1:
            if (found.group(2)[-1] in ".)") != ordered or len(found.group(1)) < len(indent):
                break
            items.append([found.group(3)])
        elif not lines[end].strip():
            if not _goes_on(lines, end, len(indent)):
                break
            items[-1].append("")
        elif _indent(lines[end]) > len(indent):
            items[-1].append(_without_indent(lines[end], len(indent) + 2))
        else:
            break
        end += 1
    kind = "ol" if ordered else "ul"
    start = f' start="{int(sign[:-1])}"' if ordered and sign[:-1] != "1" else ""
    inside = "".join(f"<li>{_item(item, depth + 1)}</li>" for item in items)
    out.append(f"<{kind}{start}>{inside}</{kind}>")
    return end


def _item(lines: list[str], depth: int) -> str:
    """A single paragraph stands without `<p>`, before the lists that belong to it."""
    head = [lines[0]]
    rest = lines[1:]
    while rest and rest[0].strip() and not _ITEM.match(rest[0]) and not _FENCE.match(rest[0]):
        head.append(rest.pop(0))
    below = _blocks(rest, depth) if any(line.strip() for line in rest) else ""
    return f"{_ticked(head)}{below}"


def _ticked(head: list[str]) -> str:
    box = re.match(r"^\[([ xX])\]\s+", head[0])
    if box is None:
        return inline("\n".join(head))
    checked = "" if box.group(1) == " " else " checked"
    said = inline("\n".join([head[0][box.end() :], *head[1:]]))
    return f'<input type="checkbox" disabled{checked}> {said}'


def _goes_on(lines: list[str], at: int, indent: int) -> bool:
    """After an empty line: more of the list, or of its last item."""
    following = next((line for line in lines[at:] if line.strip()), "")
    found = _ITEM.match(following)
    return _indent(following) > indent or (found is not None and len(found.group(1)) == indent)


def _table(lines: list[str], at: int, out: list[str], _depth: int) -> int:
    if at + 1 >= len(lines) or "|" not in lines[at] or not _TABLE_RULE.match(lines[at + 1]):
        return at
    heads = _cells(lines[at])
    sides = [_side(cell) for cell in _cells(lines[at + 1])]
    if len(heads) != len(sides):
        return at
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    head = "".join(f"<th{side}>{inline(cell)}</th>" for cell, side in zip(heads, sides))
    rows = "".join(_row(_cells(line), sides) for line in lines[at + 2 : end])
    out.append(
        f'<div class="fc-scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return end


def _row(cells: list[str], sides: list[str]) -> str:
    filled = [*cells, *[""] * len(sides)]
    inside = "".join(f"<td{side}>{inline(cell)}</td>" for cell, side in zip(filled, sides))
    return f"<tr>{inside}</tr>"


def _cells(line: str) -> list[str]:
    bare = line.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare)]


def _side(rule: str) -> str:
    left, right = rule.startswith(":"), rule.endswith(":")
    side = "center" if left and right else "right" if right else None
    return f' style="text-align:{side}"' if side else ""


def _code(lines: list[str], at: int, out: list[str], _depth: int) -> int:
    end = at
    while end < len(lines) and (_indent(lines[end]) >= 4 or not lines[end].strip()):
        end += 1
    while end > at and not lines[end - 1].strip():
        end -= 1
    if end > at:
        inside = "\n".join(_without_indent(line, 4) for line in lines[at:end])
        out.append(f"<pre><code>{text(inside)}</code></pre>")
    return end


def _paragraph(lines: list[str], at: int, out: list[str], _depth: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _begins_block(lines[end]):
        end += 1
    if end < len(lines) and (under := re.match(r"^ {0,3}(=+|-+)\s*$", lines[end])):
        level = 1 if under.group(1)[0] == "=" else 2
        out.append(f"<h{level}>{inline(_joined(lines[at:end]))}</h{level}>")
        return end + 1
    out.append(f"<p>{inline(_joined(lines[at:end]))}</p>")
    return end


def _joined(lines: list[str]) -> str:
    """Two spaces at the end of a line stay: they break it."""
    return "\n".join(line.lstrip() for line in lines).rstrip()


def _begins_block(line: str) -> bool:
    starts = (_FENCE, _HEADING, _RULE, _QUOTE, _ITEM)
    return any(start.match(line) for start in starts) or bool(re.match(r"^=+\s*$", line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _without_indent(line: str, width: int) -> str:
    return line[min(width, _indent(line)) :]


_READERS: list[Callable[[list[str], int, list[str], int], int]] = [
    _fenced,
    _heading,
    _rule,
    _quote,
    _list,
    _table,
    _code,
    _paragraph,
]
_FLAT_READERS: list[Callable[[list[str], int, list[str], int], int]] = [_paragraph]
