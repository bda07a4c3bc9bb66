"""The records of a task attempt, in the order in which a reader may rely on them.

Start: folders, `_self.json` of step and task, `attempt.json`, start metadata.
End: `data.json`, artifact records, `attempt-done`, and last of all `DONE.lock`.
"""

from __future__ import annotations

import json
import os
import sys
import time

from ..exception import MetaflowDataMissing
from . import layout
from .artifacts import Artifacts
from .cas import BlobStore
from .files import read_file, storage_error, write_file
from .layout import TaskPlace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .._host.protocol import RunPlace, TaskInput

# What the official client asks for by name, besides the public ones that it lists. The last three
# say something only in a failed task, a foreach and a loop; without them the client answers None.
ALWAYS_RECORDED = frozenset({"_success", "_task_ok", "_graph_info"})
RECORDED_IF_FILLED = frozenset({"_exception", "_foreach_stack", "_iteration_stack"})
# System tags of the run that every task repeats.
_OF_SYSTEM = frozenset({"metaflow_version", "production", "python_version", "runtime", "user"})
# The keys of None and [].
_EMPTY = frozenset(
    {"dbc1aaddc8b7343d6d33b34edcf608b8f8801918", "c5cf38908fc549f499ade5b17ce221ff0ced377f"}
)


def read_artifacts(store: BlobStore, place: TaskPlace) -> Artifacts:
    """The artifacts of the newest attempt, which must be done. Raises MetaflowDataMissing
    otherwise.
    """
    folder = f"{store.behind or store.root}/{layout.task_folder(place)}"
    attempt = _newest_attempt(folder)
    if attempt is None or not os.path.exists(f"{folder}/{attempt}.{layout.DONE_FILE}"):
        raise MetaflowDataMissing(
            f"Task {place.run}/{place.step}/{place.task} has not finished: it has no complete "
            "record"
        )
    record = json.loads(read_file(f"{folder}/{attempt}.{layout.DATA_FILE}"))
    artifacts = Artifacts(store, record["objects"], record.get("info", {}))
    if store.behind is None:
        store.known.update(artifacts.objects.values())
    return artifacts


def store_of(run: RunPlace) -> BlobStore:
    """Where a run writes, and reads what it does not have."""
    return BlobStore(run.datastore_root, run.flow, run.inputs["root"] if run.inputs else None)


def read_input(store: BlobStore, run: RunPlace, input: TaskInput) -> Artifacts:
    """Of a task before one of this run: a spun step has its inputs in another run."""
    of_run = run.inputs["run"] if run.inputs else run.run
    return read_artifacts(store, TaskPlace(run.flow, of_run, input.step, input.task))


def _newest_attempt(folder: str) -> int | None:
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise storage_error("list", folder, error) from error
    attempts = [int(name[0]) for name in names if name[1:] == ".attempt.json" and name[0].isdigit()]
    return max(attempts, default=None)


class TaskRecords:
    """Writes what describes one attempt. Blobs are written before `finish`."""

    def __init__(self, run: RunPlace, place: TaskPlace, attempt: int) -> None:
        self.place = place
        self.attempt = attempt
        self._root = run.datastore_root
        self._user = run.user
        self._origin = run.origin_run_id
        self._code_package = run.code_package
        self._identity = {
            "run_number": place.run,
            "step_name": place.step,
            "task_id": place.task,
            "flow_id": place.flow,
            "user_name": run.user,
            "tags": list(run.tags),
            "system_tags": list(run.system_tags),
        }

    def begin(self, created_at: int | None = None) -> None:
        """`created_at`: epoch milliseconds, by which clients order the tasks of a step."""
        folder = f"{self._root}/{layout.task_folder(self.place)}"
        try:
            os.makedirs(f"{folder}/_meta", exist_ok=True)
        except OSError as error:
            raise storage_error("write", folder, error) from error
        step = dict(self._identity)
        del step["task_id"]
        place = self.place
        self._write_once(layout.step_self(place.flow, place.run, place.step), step)
        self._write_once(layout.task_self(place), dict(self._identity), created_at)
        self._write(
            layout.task_file(place, self.attempt, layout.ATTEMPT_FILE), {"time": time.time()}
        )

    def begin_metadata(self, foreach_stack: list[Any]) -> None:
        """What logs and parents are found by, what a task ran with. `foreach_stack`: the frames,
        outermost first.
        """
        self.metadata("attempt", str(self.attempt))
        for tag in self._identity["system_tags"]:
            field, _, value = tag.partition(":")
            if field in _OF_SYSTEM:
                self.metadata(field, value)
        script = getattr(sys.modules.get("__main__"), "__file__", None) or sys.argv[0]
        self.metadata("script-name", os.path.basename(script))
        self.metadata("ds-type", "local")
        self.metadata("ds-root", self._root)
        if self._origin is not None or not foreach_stack:
            # Of a run that resumes none, Metaflow's is the word None: programs ask for it.
            self.metadata("origin-run-id", str(self._origin))
        if self._code_package is not None and not foreach_stack:
            # The client takes a run's code from any task; the siblings of a foreach may be many.
            # Metaflow's record is JSON text in JSON.
            self.metadata("code-package", json.dumps({"ds_type": "local", **self._code_package}))
        if foreach_stack:
            path = ",".join(f"{frame.step}:{frame.index}" for frame in foreach_stack)
            self.metadata("foreach-execution-path", path)

    def finish(self, artifacts: Artifacts, ok: bool | None = None) -> None:
        """`ok`: the flow may go on from here; None for what is no attempt of a step."""
        if ok is not None:
            self.metadata("attempt_ok", str(ok), kind="internal_attempt_status")
        data = {
            "datastore": "local",
            "version": "1.0",
            "attempt": self.attempt,
            "python_version": sys.version,
            "objects": artifacts.objects,
            "info": artifacts.info,
        }
        self._write(layout.task_file(self.place, self.attempt, layout.DATA_FILE), data)
        self._write_artifact_records(artifacts)
        self.metadata("attempt-done", str(self.attempt))
        self._write(layout.task_file(self.place, self.attempt, layout.DONE_FILE), "")

    def metadata(
        self, field: str, value: Any, tagged: bool = True, kind: str | None = None
    ) -> None:
        now = _milliseconds()
        record = {
            "flow_id": self.place.flow,
            "run_number": self.place.run,
            "step_name": self.place.step,
            "task_id": self.place.task,
            "field_name": field,
            "type": kind or field,
            "value": value,
            "tags": [f"attempt_id:{self.attempt}"] if tagged else [],
            "user_name": self._user,
            "ts_epoch": now,
        }
        self._write(layout.sysmeta(self.place, field, now), record)

    def _write_artifact_records(self, artifacts: Artifacts) -> None:
        record = {
            **self._identity,
            "attempt_id": self.attempt,
            "type": "metaflow.artifact",
            "ds_type": "local",
            "location": f":root:{self._root}",
            "ts_epoch": _milliseconds(),
        }
        for name, key in artifacts.objects.items():
            if not _is_recorded(name, key):
                continue
            record["name"] = name
            record["sha"] = key
            record["content_type"] = artifacts.info.get(name, {}).get("encoding", "gzip+pickle-v2")
            self._write(layout.artifact_record(self.place, self.attempt, name), record)

    def _write_once(self, key: str, record: dict[str, Any], at: int | None = None) -> None:
        """Siblings may race: either's file is right."""
        if not os.path.exists(f"{self._root}/{key}"):
            self._write(key, {**record, "ts_epoch": at or _milliseconds()})

    def _write(self, key: str, record: Any) -> None:
        write_file(f"{self._root}/{key}", [json.dumps(record).encode()])


def _is_recorded(name: str, key: str) -> bool:
    if not name.startswith("_") or name in ALWAYS_RECORDED:
        return True
    return name in RECORDED_IF_FILLED and key not in _EMPTY


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000
