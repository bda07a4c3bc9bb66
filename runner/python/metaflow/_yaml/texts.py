"""Texts over several lines: `|` keeps the breaks, `>` folds them."""

from __future__ import annotations

import re

_HEADER = re.compile(r"([|>])(?:([+-])?([1-9])?|([1-9])([+-]))$")


def block_text(header: str, lines: list[str], at: int, parent: int) -> tuple[str, int]:
    """The text that begins at line `at`, below something indented by `parent`, and the line behind
    it. Raises ValueError.
    """
    match = _HEADER.match(header)
    if match is None:
        raise ValueError(
            f"{header!r} begins no text: after '{header[0]}' come '+', '-' or a number"
        )
    keep, given = match[2] or match[5], match[3] or match[4]
    end = _end(lines, at, parent)
    indent = max(parent, 0) + int(given) if given else _indent_of_first(lines[at:end], parent)
    content = [
        line[indent:] if line.strip() else line[indent:].strip("\n") for line in lines[at:end]
    ]
    body = _folded(content) if match[1] == ">" else content
    return _chomped(body, keep), end


def _end(lines: list[str], at: int, parent: int) -> int:
    while at < len(lines):
        line = lines[at]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= parent:
            break
        at += 1
    return at


def _indent_of_first(lines: list[str], parent: int) -> int:
    for line in lines:
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return parent + 1


def _folded(lines: list[str]) -> list[str]:
    """Breaks become spaces; empty lines and lines that are indented further keep theirs."""
    made: list[str] = []
    empty = 0
    for line in lines:
        if not line.strip():
            empty += 1
            continue
        further = line.startswith((" ", "\t"))
        joins = made and not further and not made[-1].startswith((" ", "\t"))
        if joins and empty == 0:
            made[-1] += f" {line}"
        else:
            made += [""] * (empty - 1 if joins else empty)
            made.append(line)
        empty = 0
    return made + [""] * empty


def _chomped(lines: list[str], keep: str | None) -> str:
    """`-` takes the last break away, `+` keeps all that follow; otherwise there is one."""
    text = "\n".join(lines)
    if keep == "+":
        return f"{text}\n" if lines else ""
    text = text.rstrip("\n")
    return text if keep == "-" or not text else f"{text}\n"
