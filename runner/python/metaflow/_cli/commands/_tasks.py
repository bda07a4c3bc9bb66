"""The tasks that `dump` and `logs` are asked about: `run/step` or `run/step/task`, as the data says
(not the metadata).
"""

from __future__ import annotations

import os

from metaflow._datastore import layout
from metaflow._datastore.layout import MAX_ATTEMPTS, TaskPlace
from metaflow.exception import CommandException, MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from metaflow._cli.invocation import Invocation

    class AskedFor(NamedTuple):
        run: str
        step: str
        task: str | None


else:
    from collections import namedtuple

    AskedFor = namedtuple("AskedFor", ["run", "step", "task"])


class DataException(MetaflowException):
    headline = "Data store error"


def asked_for(text: str) -> AskedFor:
    """Raises CommandException when it is neither form."""
    parts = text.split("/")
    if len(parts) == 2:
        return AskedFor(parts[0], parts[1], None)
    if len(parts) == 3:
        return AskedFor(*parts)
    raise CommandException(
        f"'{text}' names no tasks: write run_id/step_name or run_id/step_name/task_id"
    )


class StoredTask:
    """A task with the attempts whose files are there."""

    def __init__(self, root: str, place: TaskPlace) -> None:
        self.root = root
        self.place = place
        names = _names(f"{root}/{layout.task_folder(place)}")
        self.begun = _attempts(names, layout.ATTEMPT_FILE)
        self.done = _attempts(names, layout.DONE_FILE)

    @property
    def pathspec(self) -> str:
        return f"{self.place.run}/{self.place.step}/{self.place.task}"

    @property
    def newest(self) -> int | None:
        return max(self.begun, default=None)

    @property
    def is_done(self) -> bool:
        """Whether the newest attempt is."""
        return self.newest in self.done

    def file(self, attempt: int, name: str) -> str:
        return f"{self.root}/{layout.task_file(self.place, attempt, name)}"


def stored_tasks(invocation: Invocation, which: AskedFor) -> list[StoredTask]:
    """Those that have begun, in the order in which they were started."""
    root, flow = invocation.datastore_root, invocation.flow_name
    folder = f"{root}/{layout.step_folder(flow, which.run, which.step)}"
    names = [which.task] if which.task is not None else sorted(_names(folder), key=_started)
    tasks = [
        StoredTask(root, TaskPlace(flow, which.run, which.step, name))
        for name in names
        if name != "_meta"
    ]
    return [task for task in tasks if task.begun]


def no_attempt(invocation: Invocation, which: AskedFor) -> DataException:
    path = f"{invocation.flow_name}/{which.run}/{which.step}/{which.task}"
    return DataException(f"The task '{path}' has no attempt that is complete")


def announce(invocation: Invocation, what: str, task: StoredTask) -> None:
    place = task.place
    invocation.echo(
        f"Dumping {what} of run_id=*{place.run}* step=*{place.step}* task_id=*{place.task}*",
        fg="magenta",
    )


def _attempts(names: list[str], suffix: str) -> list[int]:
    found = set(names)
    return [each for each in range(MAX_ATTEMPTS) if f"{each}.{suffix}" in found]


def _started(name: str) -> tuple[int, str]:
    """Task ids are numbers; workers of a parallel step come after the task that leads them."""
    number = name.partition("_")[0]
    return int(number) if number.isdigit() else 0, name


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
