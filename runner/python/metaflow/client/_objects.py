"""What flows, runs, steps, tasks and artifacts have in common: a pathspec, tags, children."""

from __future__ import annotations

from datetime import datetime

from .._datastore.layout import MAX_ATTEMPTS
from ..exception import (
    MetaflowInternalError,
    MetaflowInvalidPathspec,
    MetaflowNamespaceMismatch,
    MetaflowNotFound,
)
from ..metadata_provider.local import age
from . import _scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ..metadata_provider.metadata import MetadataProvider
    from ._flow import Metaflow

CLASSES: dict[str, type[MetaflowObject]] = {}
"""By kind; each class enters itself."""

_LEVELS = {"flow": 1, "run": 2, "step": 3, "task": 4, "artifact": 5}
_FORMS = {
    "flow": "Flow('FlowName')",
    "run": "Run('FlowName/RunID')",
    "step": "Step('FlowName/RunID/StepName')",
    "task": "Task('FlowName/RunID/StepName/TaskID')",
    "artifact": "DataArtifact('FlowName/RunID/StepName/TaskID/ArtifactName')",
}
_IDS = {
    "flow": "flow_id",
    "run": "run_number",
    "step": "step_name",
    "task": "task_id",
    "artifact": "name",
}
_PICKLED_AS = "2.12.27"
_FIELDS_OF_PICKLE = {
    "2.8.4": ("pathspec", "attempt", "_namespace_check"),
    "2.12.4": ("pathspec", "attempt", "_current_namespace", "_namespace_check"),
    "2.12.27": (
        "pathspec",
        "attempt",
        "_current_metadata",
        "_current_namespace",
        "_namespace_check",
    ),
}


class MetaflowObject:
    """Made from a pathspec, or by its parent: iterate over that, or take a child with `[name]`."""

    # Pickles name this module, and so do reprs of the classes.
    __module__ = "metaflow.client.core"

    _NAME = "base"
    _CHILD_CLASS: str | None = None
    _PARENT_CLASS: str | None = None

    def __init__(
        self,
        pathspec: str | None = None,
        attempt: int | None = None,
        _object: dict[str, Any] | None = None,
        _parent: Any = None,
        _namespace_check: bool = True,
        _metaflow: Metaflow | None = None,
        _current_namespace: str | None = None,
        _current_metadata: str | None = None,
    ) -> None:
        from ._flow import Metaflow

        self._metaflow = _metaflow or Metaflow(_current_metadata)
        self._parent = _parent
        self._pathspec = pathspec
        self._attempt = self._checked_attempt(attempt)
        self._current_namespace = _current_namespace or _scope.get_namespace()
        self._namespace_check = _namespace_check and self._current_namespace is not None
        if _object is None:
            _object = self._found(self._checked_path(pathspec))
        self._object = _object
        self.id = str(_object[_IDS[self._NAME]])
        self._created_at = datetime.fromtimestamp(_object["ts_epoch"] / 1000.0)
        self._user_tags = frozenset(_object.get("tags") or [])
        self._system_tags = frozenset(_object.get("system_tags") or [])
        self._tags = self._user_tags | self._system_tags
        if self._namespace_check and not self._is_in_namespace(self._current_namespace):
            raise MetaflowNamespaceMismatch(self._current_namespace)

    def _checked_attempt(self, attempt: Any) -> int | None:
        if attempt is None:
            return None
        if self._NAME not in ("task", "artifact"):
            raise MetaflowNotFound("Only a Task or a DataArtifact can be asked for an attempt")
        try:
            number = int(attempt)
        except ValueError:
            raise MetaflowNotFound(f"An attempt is a number, not {attempt!r}") from None
        if not 0 <= number < MAX_ATTEMPTS:
            raise MetaflowNotFound(f"Attempts are numbered 0 to {MAX_ATTEMPTS - 1}, not {number}")
        return number

    def _checked_path(self, pathspec: str | None) -> list[str]:
        if self._NAME not in _LEVELS:
            raise MetaflowInternalError(f"Unknown type: {self._NAME}")
        parts = pathspec.split("/") if pathspec else []
        if len(parts) != _LEVELS[self._NAME]:
            raise MetaflowInvalidPathspec(f"Expects {_FORMS[self._NAME]}")
        return parts

    def _found(self, path: list[str]) -> dict[str, Any]:
        record = self._record(path)
        if not record:
            raise MetaflowNotFound(f"{self} does not exist")
        return record

    def _record(self, path: list[str]) -> dict[str, Any] | None:
        return self._source.find(*path)

    @property
    def _source(self) -> MetadataProvider:
        return self._metaflow.metadata

    def _child_records(self) -> list[dict[str, Any]]:
        return self._source.children(*self.path_components)

    def _child_record(self, id: str) -> dict[str, Any] | None:
        return self._source.find(*self.path_components, id)

    def _child(self, record: dict[str, Any]) -> Any:
        return CLASSES[self._CHILD_CLASS or ""](
            attempt=self._attempt,
            _object=record,
            _parent=self,
            _metaflow=self._metaflow,
            _namespace_check=self._namespace_check,
            _current_namespace=self._current_namespace if self._namespace_check else None,
        )

    def _shows(self, record: dict[str, Any]) -> bool:
        """Whether listing shows this child."""
        return not self._namespace_check or self._current_namespace in (
            *(record.get("tags") or []),
            *(record.get("system_tags") or []),
        )

    def __iter__(self) -> Iterator[Any]:
        """The children that the namespace shows, newest first."""
        if self._CHILD_CLASS is None:
            return
        shown = [record for record in self._child_records() if self._shows(record)]
        for record in sorted(shown, key=age, reverse=True):
            yield self._child(record)

    def _filtered_children(self, *tags: str) -> Iterator[Any]:
        for child in self:
            if child.tags.issuperset(tags):
                yield child

    def __getitem__(self, id: str) -> Any:
        """The child of this name. Raises KeyError."""
        record = self._child_record(id)
        if not record:
            raise KeyError(id)
        return self._child(record)

    def __contains__(self, id: str) -> bool:
        return bool(self._child_record(id))

    def _ipython_key_completions_(self) -> list[str]:
        return [child.id for child in self]

    @classmethod
    def _url_token(cls) -> str:
        return f"{cls._NAME}s"

    def is_in_namespace(self) -> bool:
        """Whether the namespace that holds now shows it."""
        return self._is_in_namespace(_scope.get_namespace())

    def _is_in_namespace(self, ns: str | None) -> bool:
        return ns is None or ns in self._tags

    def __str__(self) -> str:
        attempt = "" if self._attempt is None else f", attempt={self._attempt}"
        return f"{type(self).__name__}('{self.pathspec}'{attempt})"

    def __repr__(self) -> str:
        return str(self)

    @property
    def tags(self) -> frozenset[str]:
        """User and system tags of the run that this belongs to."""
        return self._tags

    @property
    def user_tags(self) -> frozenset[str]:
        """Those that people gave the run."""
        return self._user_tags

    @property
    def system_tags(self) -> frozenset[str]:
        """`user:ann`, `runtime:dev`, `python_version:3.11.7` and the like."""
        return self._system_tags

    @property
    def created_at(self) -> datetime:
        """When it began to exist, in local time."""
        return self._created_at

    @property
    def parent(self) -> Any:
        """The run of a step, the flow of a run; None for a flow."""
        if self._PARENT_CLASS is None:
            return None
        if self._parent is None:
            self._parent = CLASSES[self._PARENT_CLASS](
                self.pathspec.rpartition("/")[0],
                attempt=self._attempt if self._NAME == "artifact" else None,
                _namespace_check=False,
                _metaflow=self._metaflow,
            )
        return self._parent

    @property
    def pathspec(self) -> str:
        """What the constructor takes: `HelloFlow/1795447041582695/start/1`."""
        if self._pathspec is None:
            above = self.parent
            self._pathspec = self.id if above is None else f"{above.pathspec}/{self.id}"
        return self._pathspec

    @property
    def path_components(self) -> list[str]:
        """The parts of the pathspec."""
        return self.pathspec.split("/")

    @property
    def origin_pathspec(self) -> str | None:
        """What this was cloned from when its run was resumed; None otherwise."""
        above = self.parent.origin_pathspec if self.parent is not None else None
        return f"{above}/{self.id}" if above else None

    def __getstate__(self) -> dict[str, Any]:
        return {
            "version": _PICKLED_AS,
            "data": [
                self.pathspec,
                self._attempt,
                self._source.metadata_str(),
                self._current_namespace,
                self._namespace_check,
            ],
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        if "version" not in state or "data" not in state:
            # As pickled before there were versions.
            fields = {
                "pathspec": state.get("_pathspec"),
                "attempt": state.get("_attempt"),
                "_namespace_check": state.get("_namespace_check", False),
            }
        else:
            fields = _fields_of(state["version"], state["data"])
        self.__init__(**fields)  # type: ignore[misc]


def _fields_of(version: str, data: Iterable[Any]) -> dict[str, Any]:
    names = _FIELDS_OF_PICKLE.get(version)
    values = list(data)
    if names is None:
        raise MetaflowInternalError(f"This object was pickled by a newer Metaflow ({version})")
    if len(names) != len(values):
        raise MetaflowInternalError(f"Unexpected size of array: {len(values)}")
    return dict(zip(names, values))
