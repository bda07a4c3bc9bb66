"""How a command line goes wrong, and how it ends early."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .command import Context


class UsageError(Exception):
    """The words of the command line are wrong: exit code 2, after the usage line of the command."""

    exit_code = 2

    def __init__(self, message: str, context: Context | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.context = context


class BadValue(Exception):
    """A text that is no value of a type; the parser adds which option it was given to."""


class Exit(Exception):
    """The command line is done (`--help`)."""

    def __init__(self, code: int = 0, text: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        """What is still to be said on standard output."""
