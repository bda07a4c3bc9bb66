"""A run has no keyboard: who reads one in a step is told so, instead of waiting for nothing."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

MESSAGE = (
    "A run has no keyboard, so a step can't read from it. "
    "To stop in a step and look around, use Debug Step above it in VS Code; "
    "to give a flow a value, use a Parameter"
)


class NoKeyboard:
    """In the place of ``sys.stdin``."""

    name = "<stdin>"
    mode = "r"
    encoding = "utf-8"
    errors = "strict"
    newlines = None
    closed = False
    line_buffering = False
    told = False

    def _refuse(self, *_: object) -> NoReturn:
        if not NoKeyboard.told:
            # A debugger swallows the exception.
            NoKeyboard.told = True
            sys.stderr.write(f"{MESSAGE}.\n")
        raise EOFError(MESSAGE)

    read = readline = readlines = readinto = __next__ = _refuse

    @property
    def buffer(self) -> NoKeyboard:
        return self

    def __iter__(self) -> NoKeyboard:
        return self

    def __enter__(self) -> NoKeyboard:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def fileno(self) -> int:
        return 0

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    seekable = writable

    def close(self) -> None:
        pass

    flush = close

    def reconfigure(self, **_: object) -> None:
        pass


def take_keyboard_away() -> None:
    """In a task's process, whose descriptor 0 leads nowhere by now."""
    sys.stdin = NoKeyboard()
    chosen = "PYTHONBREAKPOINT" in os.environ
    if not chosen and sys.breakpointhook is sys.__breakpointhook__:
        sys.breakpointhook = _no_debugger


def _no_debugger(*_: Any, **__: Any) -> NoReturn:
    raise EOFError(MESSAGE)


def draw_without_display() -> None:
    """matplotlib looks for no window where there is no display, unless the person says so."""
    if not sys.platform.startswith("linux") or "MPLBACKEND" in os.environ:
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["MPLBACKEND"] = "Agg"
