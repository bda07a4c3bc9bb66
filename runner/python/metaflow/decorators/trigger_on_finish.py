"""@trigger_on_finish: the flows whose end starts a deployed flow. `--trigger RUN` lets a run that
someone starts see such a run in `current.trigger`.
"""

from __future__ import annotations

import re

from ..exception import MetaflowException
from ..metaflow_current import current
from . import FlowDecorator, flow_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._opening import FlowOpening

_FLOW_NAME = re.compile(r"^[A-Za-z0-9_]+$")


class TriggerOnFinishDecorator(FlowDecorator):
    """Starts a deployed flow when a `flow`, or all of `flows`, have succeeded.

    A flow is a name, `project.branch.Flow`, or a dict with `name`, `project`, `project_branch`.
    """

    name = "trigger_on_finish"
    options = {
        "trigger": {
            "multiple": True,
            "default": None,
            "help": "A run, FLOW/ID, that is seen as the cause of this one: tries "
            "@trigger_on_finish without a deployment.",
        }
    }
    defaults = {"flow": None, "flows": [], "options": {}}

    triggers: list[Any]
    """Flows as dicts; a function stands as it is until the flow is deployed."""

    def open_flow(self, opening: FlowOpening) -> None:
        flow, flows = self.attributes["flow"], self.attributes["flows"]
        if flow and flows:
            raise MetaflowException("*@trigger_on_finish* takes *flow* or *flows*, not both.")
        self.triggers = _of_flows(flows) if flows else [_of_flow(flow)] if flow else []
        if not self.triggers:
            raise MetaflowException(
                "*@trigger_on_finish* names no flow: give it *flow* or *flows*."
            )
        if opening.options.get("trigger"):
            _set_current_trigger(opening.options["trigger"])


def _of_flows(flows: Any) -> list[Any]:
    if isinstance(flows, list):
        return [_of_flow(flow) for flow in flows]
    if callable(flows):
        return [flows]
    raise MetaflowException(
        f"The *flows* of *@trigger_on_finish* are a list, not {type(flows).__name__}: "
        "@trigger_on_finish(flows=['PrepareFlow', 'TrainFlow'])"
    )


def _of_flow(flow: Any) -> Any:
    if isinstance(flow, str):
        return _named({"fq_name": flow})
    if isinstance(flow, dict):
        return _named(_of_dict(flow))
    if callable(flow):
        return flow
    raise MetaflowException(
        f"A *flow* of *@trigger_on_finish* is a name or a dict, not {type(flow).__name__}: "
        "@trigger_on_finish(flow='TrainFlow') or "
        "@trigger_on_finish(flow={'name': 'TrainFlow', 'project_branch': 'branch'})"
    )


def _of_dict(flow: dict[str, Any]) -> dict[str, Any]:
    if "name" not in flow:
        raise MetaflowException(
            "A *flow* of *@trigger_on_finish* that is a dict needs the key *name*."
        )
    name = flow["name"]
    if not isinstance(name, str) or "." in name:
        raise MetaflowException(
            f"*{name}* can't be the *name* of a *flow*, which is a text without dots: "
            "give project and project_branch as keys of their own"
        )
    result = {"fq_name": name}
    for key, stored in (("project", "project"), ("project_branch", "branch")):
        if key in flow:
            if not isinstance(flow[key], str):
                raise MetaflowException(f"The *{key}* attribute of the *flow* {name} is no string")
            result[stored] = flow[key]
    return result


def _named(trigger: dict[str, Any]) -> dict[str, Any]:
    """With `project`, `branch` and `flow` taken from the full name."""
    parts = trigger["fq_name"].split(".")
    if len(parts) == 2:
        raise MetaflowException(
            f"{trigger['fq_name']!r} in *@trigger_on_finish* is neither *flow_name* nor "
            "*project_name.branch_name.flow_name*"
        )
    if len(parts) > 2:
        trigger = {**trigger, "project": parts[0], "branch": ".".join(parts[1:-1])}
    if not _FLOW_NAME.match(parts[-1]):
        raise MetaflowException(
            f"*@trigger_on_finish* names *{parts[-1]}*, which no flow can be called: names have "
            "letters, digits and underscores only."
        )
    return {**trigger, "flow": parts[-1]}


def _set_current_trigger(pathspecs: Any) -> None:
    from ..client import Run
    from ..events import Trigger

    runs = []
    for pathspec in pathspecs:
        if pathspec.count("/") != 1:
            raise MetaflowException(f"--trigger {pathspec}: a run is written as flow_name/run_id")
        run = Run(pathspec, _namespace_check=False)
        if not run.successful:
            raise MetaflowException(
                f"--trigger {pathspec}: only runs that were successful can trigger another"
            )
        runs.append(run)
    current._update_env({"trigger": Trigger.from_runs(runs)})


trigger_on_finish = flow_decorator(TriggerOnFinishDecorator)
