"""Tasks: state, metadata, artifacts, output."""

from __future__ import annotations

from collections import namedtuple

from ..exception import MetaflowNotFound
from . import _logs, _relations
from ._artifact import MetaflowData
from ._objects import CLASSES, MetaflowObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from ._artifact import DataArtifact
    from ._code import MetaflowCode
    from ._step import Step

Metadata = namedtuple("Metadata", ["name", "value", "created_at", "type", "task"])
Metadata.__module__ = "metaflow.client.core"


class Task(MetaflowObject):
    """`Task("F/1/start/1")`; `attempt=0` asks for an attempt that was retried."""

    __module__ = "metaflow.client.core"

    _NAME = "task"
    _PARENT_CLASS = "step"
    _CHILD_CLASS = "artifact"

    if TYPE_CHECKING:

        def __getitem__(self, id: str) -> DataArtifact: ...

        @property
        def parent(self) -> Step: ...

    def _child_records(self) -> list[dict[str, Any]]:
        found = self._source.artifacts(self._place, self._attempt)
        public = [record for record in found if not record["name"].startswith("_")]
        # Listed newest first, which all of an attempt are: then by name.
        return sorted(public, key=lambda record: str(record["name"]))

    def _child_record(self, id: str) -> dict[str, Any] | None:
        return self._source.artifact(self._place, self._attempt, id)

    @property
    def _place(self) -> tuple[str, ...]:
        return tuple(self.path_components)

    def _value(self, name: str, default: Any) -> Any:
        try:
            return self[name].data
        except KeyError:
            return default

    @property
    def metadata(self) -> list[Any]:
        """What was recorded about it, of all attempts unless one was named. A clone also has what
        only its origin recorded.
        """
        own = _relations.of_attempt(self._source.fields(self._place), self._attempt)
        records = [self._entry(record) for record in own]
        values = {entry.name: entry.value for entry in records}
        origin = values.get("origin-task-id")
        if not origin:
            return records
        flow, _, step, _ = self.path_components
        path = f"{flow}/{values.get('origin-run-id')}/{step}/{origin}"
        of_origin = Task(path, _namespace_check=False, _metaflow=self._metaflow)
        latest = {entry.name: entry for entry in sorted(of_origin.metadata, key=_time)}
        missing = [entry for name, entry in latest.items() if name not in values]
        return [*records, *(entry._replace(task=self) for entry in missing)]

    def _entry(self, record: dict[str, Any]) -> Any:
        return Metadata(
            name=record.get("field_name"),
            value=record.get("value"),
            created_at=record.get("ts_epoch"),
            type=record.get("type"),
            task=self,
        )

    @property
    def metadata_dict(self) -> dict[str, str]:
        """The newest value of each name of `metadata`."""
        return {entry.name: entry.value for entry in sorted(self.metadata, key=_time)}

    @property
    def index(self) -> int | None:
        """Which item of the innermost foreach it has; None outside one."""
        stack = self._value("_foreach_stack", None)
        return int(stack[-1].index) if stack else None

    @property
    def data(self) -> MetaflowData:
        """Its artifacts' values: `task.data.model`."""
        return MetaflowData(self)

    @property
    def artifacts(self) -> Any:
        """Its artifacts themselves: `task.artifacts.model.size`."""
        children = list(self)
        return namedtuple("MetaflowArtifacts", [child.id for child in children])(*children)

    @property
    def successful(self) -> bool:
        """Whether the user's code succeeded (not so when @catch handled its failure)."""
        return bool(self._value("_success", False))

    @property
    def finished(self) -> bool:
        """Whether the flow may go on from it."""
        return bool(self._value("_task_ok", False))

    @property
    def exception(self) -> Any:
        """What failed it, with `type`, `exception` and `stacktrace`; None otherwise."""
        return self._value("_exception", None)

    @property
    def finished_at(self) -> datetime | Any:
        try:
            ended: datetime = self["_task_ok"].created_at
        except KeyError:
            return None
        return ended

    @property
    def runtime_name(self) -> str | None:
        """`dev`, or what scheduled the run."""
        names = (tag.split(":")[1] for tag in self._tags if tag.startswith("runtime:"))
        return next(names, None)

    @property
    def stdout(self) -> str:
        """All output so far of the newest attempt (or of the one that was named)."""
        return _logs.text_of(self, "stdout")

    @property
    def stderr(self) -> str:
        return _logs.text_of(self, "stderr")

    @property
    def stdout_size(self) -> int:
        """Bytes of the stored log."""
        return _logs.size_of(self, "stdout")

    @property
    def stderr_size(self) -> int:
        return _logs.size_of(self, "stderr")

    def loglines(
        self, stream: str, as_unicode: bool = True, meta_dict: dict[str, str] | None = None
    ) -> Iterator[tuple[datetime | None, Any]]:
        """`(UTC time, line)` of `stdout` or `stderr`."""
        return _logs.lines_of(self, stream, as_unicode, meta_dict)

    @property
    def current_attempt(self) -> int:
        """The attempt that was named, or the newest that began."""
        if self._attempt is not None:
            return self._attempt
        return int(self.metadata_dict.get("attempt", 0))

    @property
    def code(self) -> MetaflowCode | Any:
        """The code of its run, if this task recorded it."""
        if "_code" not in self.__dict__:
            package = self.metadata_dict.get("code-package")
            self._code: MetaflowCode | None = None
            if package:
                from ._code import MetaflowCode

                self._code = MetaflowCode(self._place[0], package, self._source)
        return self._code

    @property
    def environment_info(self) -> Any:
        """About the environment that it ran in, for tasks that recorded their code."""
        if self.code is None or not self.code.info.get("environment_type"):
            return None
        return _relations.environment_of(self.code, self.metadata_dict)

    @property
    def parent_task_pathspecs(self) -> Iterator[str]:
        return _relations.parents_of(self)

    @property
    def child_task_pathspecs(self) -> Iterator[str]:
        return _relations.children_of(self)

    @property
    def parent_tasks(self) -> Iterator[Task]:
        """The tasks whose artifacts it got."""
        for pathspec in self.parent_task_pathspecs:
            yield Task(pathspec, _namespace_check=False, _metaflow=self._metaflow)

    @property
    def child_tasks(self) -> Iterator[Task]:
        """The tasks that got its artifacts."""
        for pathspec in self.child_task_pathspecs:
            yield Task(pathspec, _namespace_check=False, _metaflow=self._metaflow)

    def __iter__(self) -> Iterator[DataArtifact]:
        records = self._child_records()
        for record in sorted(records, key=lambda each: int(each["ts_epoch"]), reverse=True):
            yield self._child(record)

    @property
    def origin_pathspec(self) -> str | None:
        above = self.parent.origin_pathspec
        origin = self._source.fields(self._place, "origin-task-id")
        return f"{above}/{origin[0]['value']}" if above and origin else None

    def _path_in_foreach(self) -> str | None:
        """`fan:0,deep:1`: the items that lead here. A clone's is its origin's."""
        own = self._source.fields(self._place, "foreach-execution-path")
        if own:
            return str(max(own, key=lambda record: int(record["ts_epoch"]))["value"])
        if not self._source.fields(self._place, "origin-task-id"):
            return None
        try:
            of_origin: str | None = self.metadata_dict.get("foreach-execution-path")
        except MetaflowNotFound:
            return None
        return of_origin


def _time(entry: Any) -> int:
    return int(entry.created_at or 0)


CLASSES["task"] = Task
