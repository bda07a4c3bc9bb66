"""Runs: how they ended, what they made, their tags."""

from __future__ import annotations

from ._objects import CLASSES, MetaflowObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import Any, Union

    from ._artifact import MetaflowData
    from ._code import MetaflowCode
    from ._flow import Flow
    from ._step import Step
    from ._task import Task

    Tags = Union[str, Iterable[str]]


class Run(MetaflowObject):
    """`Run("F/1795447041582695")`: its steps, newest first."""

    __module__ = "metaflow.client.core"

    _NAME = "run"
    _PARENT_CLASS = "flow"
    _CHILD_CLASS = "step"

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Step]: ...
        def __getitem__(self, id: str) -> Step: ...

        @property
        def parent(self) -> Flow: ...

    def _shows(self, record: dict[str, Any]) -> bool:
        # `_parameters` is no step, but `run["_parameters"]` works.
        return not record["step_name"].startswith("_") and super()._shows(record)

    def steps(self, *tags: str) -> Iterator[Step]:
        """Its steps; iterate over the run itself instead."""
        return self._filtered_children(*tags)

    @property
    def _graph_endpoints(self) -> tuple[str, str]:
        """The names of the first and the last step."""
        if "_endpoints" not in self.__dict__:
            task = self["_parameters"].task if "_parameters" in self else None
            if task is None:
                # An old run, or one that has only just begun.
                return "start", "end"
            known = task.metadata_dict
            self._endpoints = (known.get("start_step", "start"), known.get("end_step", "end"))
        return self._endpoints

    @property
    def end_task(self) -> Task | Any:
        """The task of the last step; None before there is one."""
        try:
            return self[self._graph_endpoints[1]].task
        except KeyError:
            return None

    @property
    def data(self) -> MetaflowData | Any:
        """The artifacts of the last step; None before there are any."""
        end = self.end_task
        return None if end is None else end.data

    @property
    def successful(self) -> bool:
        end = self.end_task
        return False if end is None else end.successful

    @property
    def finished(self) -> bool:
        end = self.end_task
        return False if end is None else end.finished

    @property
    def finished_at(self) -> datetime | Any:
        """None until then."""
        end = self.end_task
        return None if end is None else end.finished_at

    @property
    def code(self) -> MetaflowCode | Any:
        """The code that it was started with; None if it was not stored."""
        for step in self:
            task = step.task
            code = None if task is None else task.code
            if code is not None:
                return code
        return None

    @property
    def trigger(self) -> Any:
        """The events that started it; None if it was none."""
        start = self._graph_endpoints[0]
        task = self[start].task if start in self else None
        triggers = None if task is None else task.metadata_dict.get("execution-triggers")
        if not triggers:
            return None
        import json

        from ..events import Trigger

        events: Any = Trigger
        return events(json.loads(triggers))

    @property
    def origin_pathspec(self) -> str | None:
        newest = next(iter(self), None)
        task = None if newest is None else newest.task
        if task is None:
            return None
        origin = [entry.value for entry in task.metadata if entry.name == "origin-run-id"]
        return f"{self.path_components[0]}/{origin[0]}" if origin else None

    def add_tag(self, tag: Tags) -> None:
        """Gives the run a tag; one that is a system tag already is left alone."""
        self.replace_tags([], _listed(tag))

    def add_tags(self, tags: Tags) -> None:
        self.replace_tags([], _listed(tags))

    def remove_tag(self, tag: Tags) -> None:
        """Takes a tag off; one that is not there does not matter. Raises MetaflowTaggingError for a
        system tag.
        """
        self.replace_tags(_listed(tag), [])

    def remove_tags(self, tags: Iterable[str]) -> None:
        self.replace_tags(tags, [])

    def replace_tag(self, tag_to_remove: Tags, tag_to_add: Tags) -> None:
        self.replace_tags(_listed(tag_to_remove), _listed(tag_to_add))

    def replace_tags(self, tags_to_remove: Iterable[str], tags_to_add: Iterable[str]) -> None:
        """Removes, then adds, in one go."""
        flow = self.path_components[0]
        left = self._source.change_tags(flow, self.id, tags_to_add, tags_to_remove)
        self._user_tags = frozenset(left)
        self._tags = self._user_tags | self._system_tags


def _listed(tags: Tags) -> Iterable[str]:
    return [tags] if isinstance(tags, (str, bytes)) else tags


CLASSES["run"] = Run
