"""``version``: the version of Metaflow whose language and records this is."""

from __future__ import annotations

from metaflow._cli.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from metaflow._cli.invocation import Invocation


def _run(invocation: Invocation) -> int:
    from metaflow import __version__

    invocation.echo_always(__version__)
    return 0


COMMAND = Command("version", "Print the version of Metaflow.", run=_run)
