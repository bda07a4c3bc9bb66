"""``run``: the flow from its start, on this machine."""

from __future__ import annotations

from metaflow._cli.command import Command, Option
from metaflow._cli.flow_options import parameter_options, parameter_texts
from metaflow._cli.options import record_options, run_options
from metaflow._cli.requests import base_request, check_tags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation


def _request(invocation: Invocation) -> dict[str, Any]:
    request = base_request(invocation, "run")
    if request["tags"]:
        check_tags(request["tags"])
    request["values"] = parameter_texts(invocation.flow_class, invocation.values)
    return request


COMMAND = Command(
    "run",
    "Run the flow on this machine.",
    options_of=parameter_options,
    options=[
        *run_options(),
        *record_options(),
        Option(
            "--namespace",
            dest="user_namespace",
            help="What the steps see of earlier runs through the client: those with this tag "
            "instead of your own, or all of them with --namespace= (nothing after the sign). The "
            "tags of the new run stay the same.",
        ),
    ],
    request=_request,
)
