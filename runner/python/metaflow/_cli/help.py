"""The text of ``--help``, laid out as Metaflow's command line has it."""

from __future__ import annotations

import shutil
import textwrap

from .command import Group
from .values import metavar_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .command import Argument, Context, Option

_WIDEST = 80
_WIDEST_TERM = 30


def usage_line(context: Context) -> str:
    """``Usage: flow.py run [OPTIONS]``."""
    pieces = ["[OPTIONS]"]
    arguments: list[Argument] = context.command.arguments
    pieces += [argument.metavar for argument in arguments]
    if isinstance(context.command, Group):
        pieces.append("COMMAND [ARGS]...")
    return f"Usage: {context.path} {' '.join(pieces)}"


def usage_failure(context: Context | None, message: str) -> str:
    """What a wrong command line is answered with."""
    if context is None:
        return f"Error: {message}"
    hint = f"Try '{context.path} --help' for help."
    return f"{usage_line(context)}\n{hint}\n\nError: {message}"


def help_text(context: Context) -> str:
    width = max(min(shutil.get_terminal_size().columns, _WIDEST) - 2, 50)
    parts = [f"{usage_line(context)}\n"]
    if context.command.help:
        indented = textwrap.fill(
            context.command.help, width, initial_indent="  ", subsequent_indent="  "
        )
        parts.append(f"\n{indented}\n")
    rows = [_row(option) for option in context.options if not option.hidden]
    rows.append(("--help", "Show this message and exit."))
    parts.append("\nOptions:\n" + _definitions(rows, width))
    if context.summaries:
        longest = max(len(name) for name, _ in context.summaries)
        short = [(name, _shortened(text, width - 6 - longest)) for name, text in context.summaries]
        parts.append("\nCommands:\n" + _definitions(short, width))
    return "".join(parts).rstrip("\n")


def _row(option: Option) -> tuple[str, str]:
    def spelled(forms: Sequence[str]) -> str:
        text = ", ".join(sorted(forms, key=lambda form: len(form) - len(form.lstrip("-"))))
        return f"{text} {_metavar(option)}" if option.takes_value else text

    term = spelled(option.forms)
    if option.off_forms:
        term += f" / {spelled(option.off_forms)}"
    extra = []
    shown = f"({option.show_default})" if isinstance(option.show_default, str) else None
    shown = shown or option.default_text
    if option.show_default and shown is not None:
        extra.append(f"default: {shown}")
    if option.required:
        extra.append("required")
    text = option.help or ""
    if extra:
        text = f"{text}  [{'; '.join(extra)}]" if text else f"[{'; '.join(extra)}]"
    return term, text


def _metavar(option: Option) -> str:
    text = option.metavar or metavar_of(option.type, option)
    return text if option.nargs == 1 or option.metavar else f"{text}..."


def _definitions(rows: Sequence[tuple[str, str]], width: int) -> str:
    column = min(max(len(term) for term, _ in rows), _WIDEST_TERM) + 2
    lines = []
    for term, text in rows:
        start = f"  {term}"
        wrapped = _wrapped(text, max(width - column - 2, 10))
        if not wrapped:
            lines.append(start)
            continue
        if len(term) > column - 2:
            lines.append(start)
            start = " " * (column + 2)
        else:
            start = start.ljust(column + 2)
        lines.append(start + wrapped[0])
        lines += [" " * (column + 2) + line if line else "" for line in wrapped[1:]]
        if len(wrapped) > 1:
            # Long ones stand apart.
            lines.append("")
    return "\n".join(lines) + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    paragraphs = [" ".join(part.split()) if "\n" in part else part for part in text.split("\n\n")]
    lines: list[str] = []
    for paragraph in paragraphs:
        if not paragraph.strip():
            continue
        if lines:
            lines.append("")
        lines += textwrap.wrap(paragraph.strip(), width, replace_whitespace=False)
    return lines


def _shortened(text: str, limit: int) -> str:
    """The first sentence, cut between words with an ellipsis when it is too long."""
    words = text.split("\n\n")[0].split()
    kept: list[str] = []
    length = 0
    for at, word in enumerate(words):
        if word.endswith("."):
            words = words[: at + 1]
            break
    for word in words:
        if length + len(word) + (1 if kept else 0) > limit - 3 and word is not words[-1]:
            return " ".join(kept) + "..."
        if word is words[-1] and length + len(word) + 1 > limit:
            return " ".join(kept) + "..."
        kept.append(word)
        length += len(word) + (1 if len(kept) > 1 else 0)
    return " ".join(kept)
