"""``dump``: the artifacts of a task, or of all tasks of a step, as text or into a file."""

from __future__ import annotations

from metaflow._cli.command import Argument, Command, Option

from ._tasks import announce, asked_for, no_attempt, stored_tasks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation
    from metaflow._datastore.artifacts import Artifacts

_INCLUDED_FILE = "<class 'metaflow.includefile.IncludedFile'>"


class ArtifactTooLarge:
    """Stands for a value that is larger than what was asked for."""

    def __str__(self) -> str:
        return "< artifact too large >"


def _run(invocation: Invocation) -> int:
    values = invocation.values
    which = asked_for(values["input_path"])
    tasks = [task for task in stored_tasks(invocation, which) if task.is_done]
    if which.task is not None and not tasks:
        raise no_attempt(invocation, which)
    file: str | None = values["file"]
    written = {}
    for task in tasks:
        announce(invocation, "output", task)
        shown = _Shown(invocation, _artifacts_of(task.root, task.place))
        if file is None:
            invocation.echo_always(
                shown.text(values["max_value_size"]),
                highlight="green",
                highlight_bold=False,
                err=False,
            )
        else:
            written[task.pathspec] = shown.values(None)
    if file is not None:
        _write(file, written)
        invocation.echo(f"Artifacts written to *{file}*")
    return 0


def _artifacts_of(root: str, place: Any) -> Artifacts:
    from metaflow._datastore.cas import BlobStore
    from metaflow._datastore.records import read_artifacts
    from metaflow._foreach import publish_frames

    publish_frames()
    return read_artifacts(BlobStore(root, place.flow), place)


class _Shown:
    """The artifacts that the options ask for."""

    def __init__(self, invocation: Invocation, artifacts: Artifacts) -> None:
        self._artifacts = artifacts
        private = invocation.values["private"]
        include = {name for name in invocation.values["include"].split(",") if name}
        self._names = [
            name
            for name in artifacts.objects
            if (private or not name.startswith("_")) and (not include or name in include)
        ]

    def values(self, limit: int | None) -> dict[str, Any]:
        """`limit`: the largest size in bytes that is shown; none for None."""
        return {name: self._value(name, limit) for name in self._names}

    def text(self, limit: int) -> str:
        lines = []
        for name in sorted(self._names):
            kind = self._artifacts.info.get(name, {}).get("type")
            value = self._value(name, limit)
            lines.append(f"*{name}* [size: {self._size(name)} type: {kind}] = {value!s}")
        return "\n".join(lines)

    def _value(self, name: str, limit: int | None) -> Any:
        if limit is not None:
            size = self._size(name)
            if size == 0 or size > limit:
                return ArtifactTooLarge()
        value = self._artifacts.load(name)
        return value.decode(name) if self._is_file(name) else value

    def _size(self, name: str) -> int:
        if self._is_file(name):
            return int(self._artifacts.load(name).size)
        return int(self._artifacts.info.get(name, {}).get("size", 0))

    def _is_file(self, name: str) -> bool:
        return bool(self._artifacts.info.get(name, {}).get("type") == _INCLUDED_FILE)


def _write(file: str, values: dict[str, Any]) -> None:
    import pickle

    with open(file, "wb") as output:
        pickle.dump(values, output, protocol=pickle.HIGHEST_PROTOCOL)


COMMAND = Command(
    "dump",
    "Print the artifacts of one task or of a step's tasks. INPUT-PATH is <run_id>/<step_name> for "
    "all tasks of the step, <run_id>/<step_name>/<task_id> for one.",
    arguments=[Argument("input-path")],
    options=[
        Option(
            "--private/--no-private",
            default=False,
            show_default=True,
            help="Include artifacts whose names begin with an underscore.",
        ),
        Option(
            "--max-value-size",
            default=1000,
            type=int,
            show_default=True,
            help="Print values up to this size; with 0, names alone.",
        ),
        Option(
            "--include",
            default="",
            help="Print these artifacts alone: names with commas between them.",
        ),
        Option("--file", help="Pickle the artifacts into this file instead."),
    ],
    run=_run,
)
