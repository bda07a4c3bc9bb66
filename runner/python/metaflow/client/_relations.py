"""Which tasks came before and after a task. Nothing records it: it follows from the graph and from
where in their foreaches the tasks stand.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ._code import MetaflowCode
    from ._task import Task

_ATTEMPT = "attempt_id:"
_SPLITS = ("split-foreach", "split-parallel")


def parents_of(task: Task) -> Iterator[str]:
    steps = _steps_of(task)
    name = task.path_components[2]
    before = _before(steps, name)
    splits = len(before) == 1 and steps[before[0]]["type"] in _SPLITS
    joins = len(before) == 1 and steps[name]["type"] == "join"
    return _related(task, before, narrower=splits, wider=joins)


def children_of(task: Task) -> Iterator[str]:
    steps = _steps_of(task)
    name = task.path_components[2]
    after = list(steps[name]["next"])
    single = after[0] if len(after) == 1 else None
    splits = single is not None and steps[name]["type"] in _SPLITS
    joins = (
        single is not None
        and not splits
        and steps[single]["type"] == "join"
        and len(_before(steps, single)) == 1
    )
    return _related(task, after, narrower=joins, wider=splits)


def _steps_of(task: Task) -> dict[str, Any]:
    try:
        steps: dict[str, Any] = task["_graph_info"].data["steps"]
    except KeyError:
        # A task that runs has stored nothing yet.
        first = task.parent.parent["_parameters"].task
        steps = first["_graph_info"].data["steps"]
    return steps


def _before(steps: dict[str, Any], name: str) -> list[str]:
    return [step for step, node in steps.items() if name in node["next"]]


def _related(task: Task, steps: list[str], narrower: bool, wider: bool) -> Iterator[str]:
    """Tasks of `steps` at the same items; one level up (`narrower`) or down (`wider`)."""
    path = task._path_in_foreach()
    items = path.split(",") if path else []
    if narrower:
        items = items[:-1]
    flow, run = task.path_components[:2]
    for step in steps:
        for other in _tasks_of(task, flow, run, step):
            if not items or _stands_at(other, items, wider):
                yield other.pathspec


def _tasks_of(task: Task, flow: str, run: str, step: str) -> Iterator[Task]:
    from ..metadata_provider.local import age

    source = task._source
    for record in sorted(source.children(flow, run, step), key=age):
        yield type(task)(
            f"{flow}/{run}/{step}/{record['task_id']}",
            _object=record,
            _namespace_check=False,
            _metaflow=task._metaflow,
        )


def _stands_at(task: Task, items: list[str], below: bool) -> bool:
    path = task._path_in_foreach()
    if path is None:
        return False
    own = path.split(",")
    return own[: len(items)] == items and (not below or len(own) > len(items))


def of_attempt(records: list[dict[str, Any]], attempt: int | None) -> list[dict[str, Any]]:
    """The records of one attempt: by their tags, or by time when not all say so (before 2.4)."""
    if attempt is None:
        return records
    told = [_attempt_of(record) for record in records]
    if None not in told:
        return [record for record, of in zip(records, told) if of == attempt]
    starts = {
        int(record["value"]): int(record["ts_epoch"])
        for record in records
        if record.get("field_name") == "attempt"
    }
    if attempt not in starts:
        return []
    end = starts.get(attempt + 1)
    return [
        record
        for record in records
        if starts[attempt] <= record["ts_epoch"] and (end is None or record["ts_epoch"] < end)
    ]


def _attempt_of(record: dict[str, Any]) -> int | None:
    for tag in record.get("tags") or []:
        number = tag[len(_ATTEMPT) :]
        if tag.startswith(_ATTEMPT) and number.isdigit():
            return int(number)
    return None


def environment_of(code: MetaflowCode, fields: dict[str, str]) -> Any:
    """As Metaflow's environments describe themselves: conda's by what its manifest says."""
    if code.info["environment_type"] != "conda":
        return "Local environment"
    prefix = fields.get("conda_env_prefix", "").split("/")
    manifest = code.member("conda.manifest")
    if manifest is None or len(prefix) < 3:
        return {}
    return json.loads(manifest)[prefix[2]][prefix[1]]
