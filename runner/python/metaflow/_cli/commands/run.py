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
    "Run the workflow locally.",
    options_of=parameter_options,
    options=[
        *run_options(),
        *record_options(),
        Option(
            "--namespace",
            dest="user_namespace",
            help="Change namespace from the default (your username) to the specified tag. Note "
            "that this option does not alter tags assigned to the objects produced by this run, "
            "just what existing objects are visible in the client API. You can enable the global "
            "namespace with an empty string. --namespace=",
        ),
    ],
    request=_request,
)
