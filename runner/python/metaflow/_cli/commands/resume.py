"""``resume``: a new run that takes over what an earlier one had finished."""

from __future__ import annotations

from metaflow._cli.command import Argument, Command, Option
from metaflow._cli.options import record_options, run_options
from metaflow._cli.requests import base_request, check_tags
from metaflow._handover import NeedsOfficial
from metaflow.exception import CommandException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation


def _request(invocation: Invocation) -> dict[str, Any]:
    request = base_request(invocation, "resume")
    if request["tags"]:
        check_tags(request["tags"])
    values = invocation.values
    if values["reentrant"] or values["resume_identifier"] is not None:
        raise NeedsOfficial("resume --reentrant")
    resume: dict[str, Any] = {"cloneOnly": values["clone_only"], "origin": _origin(invocation)}
    step, run_id = values["step_to_rerun"], values["run_id"]
    steps = invocation.graph.nodes
    if step is not None and step not in steps:
        raise CommandException(
            f"The flow has no step {step} to go on from. Its steps are {', '.join(sorted(steps))}"
        )
    if step is not None:
        resume["step"] = step
    if run_id is not None:
        if _is_whole_number(run_id):
            raise CommandException(
                f"The run id {run_id} is a number: a run id of your own needs other characters too"
            )
        resume["runId"] = run_id
    return {**request, "resume": resume}


def _origin(invocation: Invocation) -> str:
    from metaflow._cli.origin import origin_of

    given = invocation.values["origin_run_id"]
    return origin_of(invocation.datastore_root, invocation.flow_name, given)


def _is_whole_number(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True


COMMAND = Command(
    "resume",
    "Go on from an earlier run, without repeating what it finished.",
    options=[
        *run_options(),
        *record_options(),
        Option(
            "--origin-run-id",
            help="The run to go on from; when left out, the latest one on this machine.",
        ),
        Option(
            "--run-id",
            hidden=True,
            help="The id of the new run; when left out, the next one that is free.",
        ),
        Option(
            "--clone-only/--no-clone-only",
            default=False,
            show_default=True,
            hidden=True,
            help="Take over what was finished and run nothing.",
        ),
        Option("--reentrant/--no-reentrant", default=False, hidden=True),
        Option("--resume-identifier", hidden=True),
    ],
    arguments=[Argument("step-to-rerun", required=False)],
    request=_request,
)
