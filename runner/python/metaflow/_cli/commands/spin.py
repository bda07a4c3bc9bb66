"""``spin``: one step again, with the inputs of a past task, apart from all runs."""

from __future__ import annotations

import os

from metaflow._cli.command import Argument, Command, Option
from metaflow._cli.options import record_options, size_options
from metaflow._cli.place import setting
from metaflow._cli.requests import base_request
from metaflow.exception import CommandException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation


def _request(invocation: Invocation) -> dict[str, Any]:
    request = base_request(invocation, "spin")
    values = invocation.values
    spin: dict[str, Any] = {
        **_place(values["pathspec"], invocation.flow_name),
        "skipDecorators": values["skip_decorators"],
        "persist": values["persist"],
    }
    if spin["step"] not in invocation.graph.nodes:
        raise CommandException(
            f"'{invocation.flow_name}' has no step '{spin['step']}'. "
            f"Its steps are {', '.join(sorted(invocation.graph.nodes))}."
        )
    module = values["artifacts_module"]
    if module is not None:
        spin["artifactsModule"] = os.path.abspath(module)
    return {**request, "spin": spin}


def _place(text: str, flow_name: str) -> dict[str, str]:
    """``train``, ``12/train``, ``12/train/5``, each perhaps with the flow's name before it."""
    parts = text.strip("/").split("/")
    if len(parts) > 1 and parts[0] == flow_name:
        parts = parts[1:]
    if len(parts) == 1:
        return {"step": parts[0]}
    if len(parts) in (2, 3) and all(parts):
        return {"step": parts[1], "pathspec": "/".join(parts)}
    raise CommandException(
        f"Invalid pathspec '{text}': use a step name, run_id/step_name or "
        "run_id/step_name/task_id, with or without the flow's name before it."
    )


def _persists() -> bool:
    return (setting("METAFLOW_SPIN_PERSIST") or "").lower() in ("1", "true", "yes", "t", "y")


COMMAND = Command(
    "spin",
    "Try one step again with the inputs it had in an earlier run.",
    options=[
        Option(
            "--skip-decorators/--no-skip-decorators",
            default=False,
            show_default=True,
            help="Leave out all decorators of the step and of the flow.",
        ),
        Option(
            "--artifacts-module",
            help="A Python file with a dict ARTIFACTS, from names to values: the step gets "
            "these in place of the artifacts that the earlier run left it.",
        ),
        Option(
            "--persist/--no-persist",
            default=_persists(),
            show_default=True,
            help="Keep the artifacts of the spun step, for the client to read. Otherwise they "
            "are gone when it ends.",
        ),
        *size_options(),
        *record_options(),
    ],
    arguments=[Argument("pathspec")],
    request=_request,
)
