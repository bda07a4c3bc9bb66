"""Where everything lies in a datastore, as keys relative to its root.

Twin of runner/datastore/layout.ts: same functions, same results (test/golden/layout.json holds
both).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class TaskPlace(NamedTuple):
        """A task: `F/R/S/T`."""

        flow: str
        run: str
        step: str
        task: str

else:
    # typing.NamedTuple would import typing on every start.
    from collections import namedtuple

    TaskPlace = namedtuple("TaskPlace", ["flow", "run", "step", "task"])


ATTEMPT_FILE = "attempt.json"
DATA_FILE = "data.json"
DONE_FILE = "DONE.lock"

PARAMETERS_STEP = "_parameters"
"""The task that holds parameters and constants; not a step."""

MAX_ATTEMPTS = 6
"""Metaflow never writes nor looks for attempts beyond 5."""


def flow_folder(flow: str) -> str:
    return flow


def flow_self(flow: str) -> str:
    return f"{flow}/_meta/_self.json"


def latest_run(flow: str) -> str:
    """Holds the id of the newest run that was started here, without a newline."""
    return f"{flow}/latest_run"


def run_self(flow: str, run: str) -> str:
    return f"{flow}/{run}/_meta/_self.json"


def run_folder(flow: str, run: str) -> str:
    """What Metaflow's layout has no place for; its tools ignore it."""
    return f"{flow}/{run}/flowdeck"


def run_file(flow: str, run: str, name: str) -> str:
    return f"{flow}/{run}/flowdeck/{name}"


def step_folder(flow: str, run: str, step: str) -> str:
    return f"{flow}/{run}/{step}"


def step_self(flow: str, run: str, step: str) -> str:
    return f"{flow}/{run}/{step}/_meta/_self.json"


def task_folder(place: TaskPlace) -> str:
    return f"{place.flow}/{place.run}/{place.step}/{place.task}"


def task_meta_folder(place: TaskPlace) -> str:
    return f"{task_folder(place)}/_meta"


def task_self(place: TaskPlace) -> str:
    return f"{task_folder(place)}/_meta/_self.json"


def task_file(place: TaskPlace, attempt: int, name: str) -> str:
    """`0.data.json` and its neighbours."""
    return f"{task_folder(place)}/{attempt}.{name}"


def task_log(place: TaskPlace, attempt: int, stream: str) -> str:
    return task_file(place, attempt, f"task_{stream}.log")


def runtime_log(place: TaskPlace, attempt: int, stream: str) -> str:
    return task_file(place, attempt, f"runtime_{stream}.log")


def old_log(place: TaskPlace, attempt: int, stream: str) -> str:
    """The form before Metaflow 2.2.6: the bytes without decoration."""
    return task_file(place, attempt, f"{stream}.log")


def sysmeta(place: TaskPlace, field: str, ms: int) -> str:
    """One metadata record; `ms` is its time in epoch milliseconds."""
    return f"{task_folder(place)}/_meta/sysmeta_{field}_{ms}.json"


def artifact_record(place: TaskPlace, attempt: int, name: str) -> str:
    return f"{task_folder(place)}/_meta/{attempt}_artifact_{name}.json"


def blob(flow: str, key: str) -> str:
    """`key` is the sha1 of the uncompressed bytes, in hex."""
    return f"{flow}/data/{key[:2]}/{key}"


def blob_meta(flow: str, key: str) -> str:
    """Says how the blob is packed; local storage only, and absent means gzip."""
    return f"{blob(flow, key)}_meta"
