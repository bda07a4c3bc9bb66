"""What a command says to the person: remarks on standard error, in colour where it is a terminal.

``*word*`` in a line stands out, as in Metaflow's own messages.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_CODES = {
    "black": 30,
    "red": 31,
    "green": 32,
    "yellow": 33,
    "blue": 34,
    "magenta": 35,
    "cyan": 36,
    "white": 37,
}
_INDENT = " " * 4


def styled(text: str, *, fg: str | None = None, bold: bool = False) -> str:
    codes = ([str(_CODES[fg])] if fg in _CODES else []) + (["1"] if bold else [])
    return f"\033[{';'.join(codes)}m{text}\033[0m" if codes and text else text


def echo_always(
    line: str = "",
    *,
    err: bool = True,
    fg: str | None = None,
    bold: bool = False,
    highlight: str | None = "red",
    highlight_bold: bool = True,
    indent: bool = False,
    nl: bool = True,
    padding_top: bool = False,
    padding_bottom: bool = False,
    no_bold: bool = False,
    wrap: bool = False,
) -> None:
    """Said also with ``--quiet``."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        return
    if wrap:
        line = _wrapped(line, indent)
    elif indent:
        line = "\n".join(_INDENT + each for each in line.splitlines())
    colour = shows_colour(stream)
    parts = [line] if no_bold else line.split("*")
    for at, part in enumerate(parts):
        stands_out = at % 2 == 1
        parts[at] = styled(
            part,
            fg=(highlight if stands_out else fg) if colour else None,
            bold=(highlight_bold if stands_out else bold) if colour else False,
        )
    text = "".join(parts) + ("\n" if nl else "")
    write(stream, ("\n" if padding_top else "") + text + ("\n" if padding_bottom else ""))


def write(stream: TextIO, text: str) -> None:
    """Also to a stream that cannot spell every character, or that nobody reads any more."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    except BrokenPipeError:
        return
    stream.flush()


def shows_colour(stream: TextIO) -> bool:
    try:
        return stream.isatty() and os.environ.get("TERM") != "dumb"
    except (AttributeError, ValueError):
        return False


def _wrapped(line: str, indent: bool) -> str:
    import textwrap

    before = _INDENT if indent else ""
    return textwrap.fill(
        line,
        80,
        initial_indent=before,
        subsequent_indent=before,
        break_long_words=False,
    )
