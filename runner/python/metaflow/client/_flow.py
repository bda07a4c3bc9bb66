"""Flows, and all of them."""

from __future__ import annotations

from ..exception import MetaflowNamespaceMismatch
from . import _scope
from ._objects import CLASSES, MetaflowObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ._run import Run


# `| Any` where None is rare: nobody has to ask for it first, and what there else is shows.


class Flow(MetaflowObject):
    """`Flow("HelloFlow")`: its runs, newest first."""

    __module__ = "metaflow.client.core"

    _NAME = "flow"
    _CHILD_CLASS = "run"

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Run]: ...
        def __getitem__(self, id: str) -> Run: ...

    def _is_in_namespace(self, ns: str | None) -> bool:
        if ns is None:
            return True
        return any(
            ns in (record.get("tags") or []) or ns in (record.get("system_tags") or [])
            for record in self._child_records()
        )

    @property
    def latest_run(self) -> Run | Any:
        """The newest run, whatever became of it; None before there is any."""
        return next(iter(self), None)

    @property
    def latest_successful_run(self) -> Run | Any:
        """None before there is any."""
        return next((run for run in self if run.successful), None)

    def runs(self, *tags: str) -> Iterator[Run]:
        """The runs that have all these tags, newest first."""
        return self._filtered_children(*tags)


class Metaflow:
    """All flows that the namespace shows: `Metaflow().flows`."""

    __module__ = "metaflow.client.core"

    def __init__(self, _current_metadata: str | None = None) -> None:
        if _current_metadata:
            self.metadata = _scope.look_where(_current_metadata)
        else:
            self.metadata = _scope.provider()

    @property
    def flows(self) -> list[Flow]:
        return list(self)

    def __iter__(self) -> Iterator[Flow]:
        records = self.metadata.children()
        for record in sorted(records, key=lambda record: str(record["flow_id"])):
            try:
                yield Flow(_object=record, _metaflow=self)
            except MetaflowNamespaceMismatch:
                continue

    def __getitem__(self, name: str) -> Flow:
        return Flow(name, _metaflow=self)

    def __str__(self) -> str:
        return "Metaflow()"

    def _ipython_key_completions_(self) -> list[str]:
        return [flow.id for flow in self]


CLASSES["flow"] = Flow
