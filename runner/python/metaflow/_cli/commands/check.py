"""``check``, which is also what a flow does without a command: looks for mistakes in its graph."""

from __future__ import annotations

from metaflow._cli.command import Command, Option
from metaflow._cli.requests import base_request

COMMAND = Command(
    "check",
    "Look for mistakes in the flow; what happens without a command.",
    options=[
        Option(
            "--warnings/--no-warnings",
            default=False,
            show_default=True,
            help="Accepted for scripts: it asked for more of Pylint's warnings.",
        )
    ],
    request=lambda invocation: base_request(invocation, "check"),
)
