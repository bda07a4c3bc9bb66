"""Python source with its words coloured."""

from __future__ import annotations

import io
import keyword
import tokenize

from ._escape import text

_SOFT = frozenset({"self", "cls", "True", "False", "None"})


def python_html(source: str) -> str:
    """Half a source, too: what can't be read as Python is shown as it is."""
    import textwrap

    source = textwrap.dedent(source).strip("\n")
    lines = source.splitlines(keepends=True)
    out: list[str] = []
    row, column = 1, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            kind = _kind(token)
            if kind is None:
                continue
            (from_row, from_column), (to_row, to_column) = token.start, token.end
            out.append(text(_between(lines, row, column, from_row, from_column)))
            said = _between(lines, from_row, from_column, to_row, to_column)
            out.append(f'<span class="fc-{kind}">{text(said)}</span>')
            row, column = to_row, to_column
    except (tokenize.TokenError, SyntaxError, IndexError):
        pass
    out.append(text(_between(lines, row, column, len(lines) + 1, 0)))
    return "".join(out)


def _kind(token: tokenize.TokenInfo) -> str | None:
    if token.type == tokenize.COMMENT:
        return "comment"
    if token.type == tokenize.NUMBER:
        return "number"
    if token.type == tokenize.STRING or tokenize.tok_name[token.type].startswith("FSTRING"):
        return "string"
    if token.type == tokenize.NAME:
        if token.string in _SOFT:
            return "soft"
        return "keyword" if keyword.iskeyword(token.string) else None
    return "soft" if token.string == "@" else None


def _between(lines: list[str], row: int, column: int, to_row: int, to_column: int) -> str:
    if row > len(lines):
        return ""
    if row == to_row:
        return lines[row - 1][column:to_column]
    middle = lines[row : min(to_row - 1, len(lines))]
    last = lines[to_row - 1][:to_column] if to_row <= len(lines) else ""
    return "".join([lines[row - 1][column:], *middle, last])
