"""``help``: the commands and the options before them."""

from __future__ import annotations

from metaflow._cli.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from metaflow._cli.invocation import Invocation


def _run(invocation: Invocation) -> int:
    from metaflow._cli.help import help_text

    invocation.print(help_text(invocation.top_context))
    return 0


COMMAND = Command("help", "List the commands.", run=_run)
