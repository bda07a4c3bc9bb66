"""What a task printed: stored by whoever watched it (`runtime`) and by itself when it was far away
(`task`).
"""

from __future__ import annotations

import json
import os

from .._datastore import layout
from .._datastore.files import read_file
from .._datastore.layout import TaskPlace
from ..mflog.mflog import merge_logs
from ._values import root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from ._task import Task


def text_of(task: Task, stream: str) -> str:
    known = task.metadata_dict
    if f"log_location_{stream}" in known:
        return _old_log(task, known, stream).decode("utf-8", "replace")
    return "".join(f"{line}\n" for _, line in lines_of(task, stream, True, known))


def lines_of(
    task: Task, stream: str, as_unicode: bool, known: dict[str, str] | None
) -> Iterator[tuple[datetime | None, Any]]:
    fields = task.metadata_dict if known is None else known
    root = _root(task, fields)
    if root is None:
        yield None, ""
        return
    logs = [_read(file) for file in _files(task, fields, root, stream)]
    for line in merge_logs(logs):
        # Invalid bytes of a program's output must not hide the rest.
        yield line.utc_tstamp, line.msg.decode("utf-8", "replace") if as_unicode else line.msg


def size_of(task: Task, stream: str) -> int:
    fields = task.metadata_dict
    if f"log_location_{stream}" in fields:
        return len(_old_log(task, fields, stream))
    root = _root(task, fields)
    return 0 if root is None else sum(map(_size, _files(task, fields, root, stream)))


def _root(task: Task, fields: dict[str, str]) -> str | None:
    kind, root = fields.get("ds-type"), fields.get("ds-root")
    if kind is None or root is None:
        return None
    return root_of(kind, root, task.path_components[0], task._source)


def _files(task: Task, fields: dict[str, str], root: str, stream: str) -> list[str]:
    attempt = task._attempt if task._attempt is not None else int(fields.get("attempt", 0))
    place = TaskPlace(*task.path_components)
    keys = (layout.runtime_log(place, attempt, stream), layout.task_log(place, attempt, stream))
    return [f"{root}/{key}" for key in keys]


def _old_log(task: Task, fields: dict[str, str], stream: str) -> bytes:
    """Before lines had times: one file, its place in the metadata."""
    place = json.loads(fields[f"log_location_{stream}"])
    flow = task.path_components[0]
    recorded = str(place["location"]).rpartition(f"/{flow}/")[0]
    root = root_of(str(place["ds_type"]), recorded, flow, task._source)
    key = layout.old_log(TaskPlace(*task.path_components), int(place["attempt"]), stream)
    return _read(f"{root}/{key}")


def _read(file: str) -> bytes:
    try:
        return read_file(file)
    except FileNotFoundError:
        return b""


def _size(file: str) -> int:
    try:
        return os.stat(file).st_size
    except FileNotFoundError:
        return 0
