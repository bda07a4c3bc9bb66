"""Metadata in files beside the data: the `_meta` folders of a `.metaflow`, by either engine."""

from __future__ import annotations

import json
import os

from .._datastore.files import read_file
from ..exception import MetaflowInternalError, StorageError
from .metadata import MetadataProvider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

_RUN_DEPTH = 2


class LocalMetadataProvider(MetadataProvider):
    """`info` is the folder that holds `.metaflow`; without one it is found as a run finds it."""

    TYPE = "local"
    FOLDER = ".metaflow"

    def __init__(self, info: str | None = None) -> None:
        self._info = info
        self._root: str | None = None
        if info is not None:
            root = os.path.realpath(os.path.join(info, self.FOLDER))
            if not os.path.isdir(root):
                raise ValueError(f"There is no folder {self.FOLDER} in {info}")
            self._root = root

    @classmethod
    def at(cls, root: str) -> LocalMetadataProvider:
        """Of this very folder, there or not."""
        provider = cls()
        provider._root = root
        return provider

    @property
    def root(self) -> str | None:
        """None while there is none; a root that was found stays, wherever the process goes."""
        if self._root is None:
            found = self._default_root()
            if not os.path.isdir(found):
                return None
            self._root = found
        return self._root

    def _default_root(self) -> str:
        from .._cli.place import datastore_root

        return datastore_root()

    def metadata_str(self) -> str:
        if self._info is not None:
            return f"{self.TYPE}@{self._info}"
        root = self.root
        if root is None:
            return f"{self.TYPE}@<no {self.FOLDER} in or above the working directory>"
        return f"{self.TYPE}@{os.path.dirname(root)}"

    def find(self, *path: str) -> dict[str, Any] | None:
        if self.root is None or not all(path):
            return None
        record = _read_json(f"{self.root}/{'/'.join(path)}/_meta/_self.json")
        if record is not None and len(path) > _RUN_DEPTH:
            run = self.find(*path[:_RUN_DEPTH])
            return None if run is None else _with_tags(record, run)
        return record

    def children(self, *path: str) -> list[dict[str, Any]]:
        if self.root is None:
            return []
        folder = "/".join((self.root, *path))
        records = [
            record
            for name in _names(folder)
            if (record := _read_json(f"{folder}/{name}/_meta/_self.json")) is not None
        ]
        if len(path) < _RUN_DEPTH or not records:
            return records
        run = self.find(*path[:_RUN_DEPTH])
        if run is None:
            raise MetaflowInternalError(f"The run {'/'.join(path[:_RUN_DEPTH])} has no record")
        return [_with_tags(record, run) for record in records]

    def artifacts(self, task: tuple[str, ...], attempt: int | None) -> list[dict[str, Any]]:
        folder = self._meta(task)
        names = _names(folder)
        chosen = _done_attempt(folder, names) if attempt is None else attempt
        if chosen is None:
            return []
        start = f"{chosen}_artifact_"
        run = self.find(*task[:_RUN_DEPTH]) or {}
        return [
            _with_tags(record, run)
            for name in names
            if name.startswith(start) and name.endswith(".json")
            if (record := _read_json(f"{folder}/{name}")) is not None
        ]

    def artifact(
        self, task: tuple[str, ...], attempt: int | None, name: str
    ) -> dict[str, Any] | None:
        folder = self._meta(task)
        chosen = _done_attempt(folder, _names(folder)) if attempt is None else attempt
        if chosen is None:
            return None
        record = _read_json(f"{folder}/{chosen}_artifact_{name}.json")
        if record is None and name.startswith("_"):
            record = self._unrecorded(task, chosen, name)
        return record and _with_tags(record, self.find(*task[:_RUN_DEPTH]) or {})

    def _unrecorded(self, task: tuple[str, ...], attempt: int, name: str) -> dict[str, Any] | None:
        """Flowdeck's tasks have records of few private artifacts; all are in their data.json."""
        file = f"{self.root}/{'/'.join(task)}/{attempt}.data.json"
        data = _read_json(file)
        if data is None or name not in data.get("objects", {}):
            return None
        encoding = data.get("info", {}).get(name, {}).get("encoding", "gzip+pickle-v2")
        return {
            "name": name,
            "attempt_id": attempt,
            "sha": data["objects"][name],
            "content_type": encoding,
            "ds_type": self.TYPE,
            "location": f":root:{self.root}",
            "ts_epoch": int(os.stat(file).st_mtime * 1000),
        }

    def fields(self, task: tuple[str, ...], field: str | None = None) -> list[dict[str, Any]]:
        folder = self._meta(task)
        start = "sysmeta_" if field is None else f"sysmeta_{field}_"
        records = (
            _read_json(f"{folder}/{name}")
            for name in sorted(_names(folder))
            if name.startswith(start)
        )
        return [
            record
            for record in records
            if record is not None and field in (None, record.get("field_name"))
        ]

    def change_tags(
        self, flow: str, run: str, add: Iterable[str], remove: Iterable[str]
    ) -> frozenset[str]:
        from .tags import change_tags

        return change_tags(self, flow, run, add, remove)

    def _meta(self, task: tuple[str, ...]) -> str:
        return f"{self.root or ''}/{'/'.join(task)}/_meta"


class SpinMetadataProvider(LocalMetadataProvider):
    """What `spin` wrote: the same layout in a folder of its own."""

    TYPE = "spin"
    FOLDER = ".metaflow_spin"

    def _default_root(self) -> str:
        from .._cli.place import datastore_root

        return datastore_root(spin=True)


def _with_tags(record: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """Tags belong to the run: those in the other files are of the time when they were written."""
    record["tags"] = run.get("tags", [])
    record["system_tags"] = run.get("system_tags", [])
    return record


def _done_attempt(folder: str, names: Iterable[str]) -> int | None:
    newest = max((name for name in names if name.startswith("sysmeta_attempt-done_")), default=None)
    record = None if newest is None else _read_json(f"{folder}/{newest}")
    return None if record is None else int(record["value"])


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _read_json(file: str) -> dict[str, Any] | None:
    try:
        text = read_file(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except StorageError as error:
        if isinstance(error.__cause__, NotADirectoryError):
            return None
        raise
    try:
        record = json.loads(text)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise StorageError(f"This record is damaged (it holds no JSON object): {file}")
    return record


def pathspecs(provider: MetadataProvider, *path: str) -> Iterator[str]:
    """`F/R/S/T` of the tasks of a step, oldest first."""
    for record in sorted(provider.children(*path), key=age):
        yield "/".join((*path, str(record["task_id"])))


def age(record: dict[str, Any]) -> tuple[int, int, str]:
    """Sorts oldest first. Many tasks begin in one millisecond: then their ids tell."""
    identity = str(record.get("task_id") or record.get("step_name") or record.get("run_number"))
    number = int(identity) if identity.isdigit() else 0
    return int(record["ts_epoch"]), number, identity
