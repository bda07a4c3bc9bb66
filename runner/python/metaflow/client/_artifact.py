"""Artifacts: the record, the value, the container of those of a task."""

from __future__ import annotations

from typing import NamedTuple

from ._objects import CLASSES, MetaflowObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any

MetaflowArtifacts = NamedTuple


class DataArtifact(MetaflowObject):
    """`task["model"]`, or `DataArtifact("F/1/start/1/model")`."""

    __module__ = "metaflow.client.core"

    _NAME = "artifact"
    _PARENT_CLASS = "task"

    def _record(self, path: list[str]) -> dict[str, Any] | None:
        return self._source.artifact(tuple(path[:4]), self._attempt, path[4])

    @property
    def data(self) -> Any:
        """The value, unpickled anew each time."""
        from ._values import load_value

        return load_value(self._object, self.path_components, self._source)

    @property
    def size(self) -> int:
        """Bytes of the pickled value."""
        from ._values import size_of

        return size_of(self._object, self.path_components, self._source)

    @property
    def sha(self) -> str:
        """The key of its bytes: equal values of one flow mostly have equal ones."""
        return str(self._object["sha"])

    @property
    def finished_at(self) -> datetime:
        return self.created_at


class MetaflowData:
    """The artifacts of a task by name, each loaded when it is looked at: `task.data.model`."""

    __module__ = "metaflow.client.core"

    def __init__(self, artifacts: Iterable[DataArtifact]) -> None:
        self._artifacts = {artifact.id: artifact for artifact in artifacts}

    def __getattr__(self, name: str) -> Any:
        artifacts = self.__dict__.get("_artifacts", {})
        if name not in artifacts:
            raise AttributeError(name)
        return artifacts[name].data

    def __contains__(self, var: str) -> bool:
        return var in self._artifacts

    def __dir__(self) -> list[str]:
        return [*self._artifacts, *object.__dir__(self)]

    def __str__(self) -> str:
        return f"<MetaflowData: {', '.join(self._artifacts)}>"

    def __repr__(self) -> str:
        return str(self)


CLASSES["artifact"] = DataArtifact
