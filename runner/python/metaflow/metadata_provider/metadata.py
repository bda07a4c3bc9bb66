"""What metadata consists of, and what every source of it can answer."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

DataArtifact = namedtuple("DataArtifact", "name ds_type ds_root url type sha")
"""An artifact as a task reports it."""

MetaDatum = namedtuple("MetaDatum", "field value type tags")
"""One thing that a task records of itself: `MetaDatum("model", "xgb", "model", tags=[])`."""


class MetadataProvider:
    """Where flows, runs, steps and tasks are known. Records are the dictionaries of Metaflow's
    JSON files; steps, tasks and artifacts carry the tags of their run.
    """

    TYPE = ""

    def metadata_str(self) -> str:
        """`local@/home/me/project`: what `metaflow.metadata` takes."""
        raise NotImplementedError

    def find(self, *path: str) -> dict[str, Any] | None:
        """The record of flow, run, step or task, by the parts of its pathspec."""
        raise NotImplementedError

    def children(self, *path: str) -> list[dict[str, Any]]:
        """The records one level below, in no order; without arguments the flows."""
        raise NotImplementedError

    def artifacts(self, task: tuple[str, ...], attempt: int | None) -> list[dict[str, Any]]:
        """Of the newest attempt that is done unless one is named."""
        raise NotImplementedError

    def artifact(
        self, task: tuple[str, ...], attempt: int | None, name: str
    ) -> dict[str, Any] | None:
        raise NotImplementedError

    def fields(self, task: tuple[str, ...], field: str | None = None) -> list[dict[str, Any]]:
        """The metadata records of a task, of all attempts; of one field if named."""
        raise NotImplementedError

    def change_tags(
        self, flow: str, run: str, add: Iterable[str], remove: Iterable[str]
    ) -> frozenset[str]:
        """The user tags of the run after it. Raises MetaflowTaggingError."""
        raise NotImplementedError
