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
            f"invalid step name {step} specified, must be step present in current form of "
            f"execution graph. Valid step names include: {','.join(sorted(steps))}"
        )
    if step is not None:
        resume["step"] = step
    if run_id is not None:
        if _is_whole_number(run_id):
            raise CommandException(f"run-id {run_id} cannot be an integer")
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
    "Resume execution of a previous run of this flow.",
    options=[
        *run_options(),
        *record_options(),
        Option(
            "--origin-run-id",
            help="ID of the run that should be resumed. By default, the last run executed locally.",
        ),
        Option(
            "--run-id",
            hidden=True,
            help="Run ID for the new run. By default, a new run-id will be generated",
        ),
        Option(
            "--clone-only/--no-clone-only",
            default=False,
            show_default=True,
            hidden=True,
            help="Only clone tasks without continuing execution",
        ),
        Option("--reentrant/--no-reentrant", default=False, hidden=True),
        Option("--resume-identifier", hidden=True),
    ],
    arguments=[Argument("step-to-rerun", required=False)],
    request=_request,
)
