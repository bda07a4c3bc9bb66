"""What started a run: `current.trigger`."""

from __future__ import annotations

from collections import namedtuple
from datetime import datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .client import Run

MetaflowEvent = namedtuple("MetaflowEvent", ["name", "id", "timestamp", "type"])
MetaflowEvent.__doc__ = "An event that started a run; `type` is `event` or `run`."


class Trigger:
    """The events, or the runs, that started a run; the latest first."""

    def __init__(self, _meta: list[dict[str, Any]] | None = None) -> None:
        latest_first = sorted(_meta or [], key=_time, reverse=True)
        self._events = [MetaflowEvent(**{**each, **_as_datetime(each)}) for each in latest_first]
        self._runs: list[Run] | None = None

    @classmethod
    def from_runs(cls, run_objs: list[Run]) -> Trigger:
        """As if these runs had started one, whichever ended last first."""
        finished: list[Any] = [run for run in run_objs if run.end_task is not None]
        ended = sorted(finished, key=lambda run: run.finished_at, reverse=True)
        trigger = cls([event for run in ended for event in _events_of(run)])
        trigger._runs = ended
        return trigger

    @property
    def event(self) -> MetaflowEvent | None:
        """The latest."""
        return self._events[0] if self._events else None

    @property
    def events(self) -> list[MetaflowEvent] | None:
        """All of them; None when there are none."""
        return list(self._events) or None

    @property
    def run(self) -> Run | None:
        """The latest run; None when events started this one."""
        runs = self.runs
        return runs[0] if runs else None

    @property
    def runs(self) -> list[Run] | None:
        """All runs; None when events started this one."""
        if self._runs is None:
            from .client import Run

            paths = [event.id.split("/")[:2] for event in self._events if event.type == "run"]
            self._runs = [Run("/".join(path), _namespace_check=False) for path in paths]
        return list(self._runs) or None

    def __getitem__(self, key: str) -> Run | MetaflowEvent:
        """A run by the name of its flow, or an event by its own."""
        runs = self.runs
        if runs:
            for run in runs:
                if run.path_components[0] == key:
                    return run
        else:
            for event in self._events:
                if event.name == key:
                    return event
        raise KeyError(key)

    def __iter__(self) -> Iterator[MetaflowEvent]:
        return iter(self._events)

    def __contains__(self, ident: str) -> bool:
        try:
            return bool(self[ident])
        except KeyError:
            return False


def _time(event: dict[str, Any]) -> float:
    time = event.get("timestamp")
    if isinstance(time, datetime):
        return time.timestamp()
    return float(time) if time else float("-inf")


def _as_datetime(event: dict[str, Any]) -> dict[str, Any]:
    time = event.get("timestamp")
    if isinstance(time, int) and time:
        return {"timestamp": datetime.fromtimestamp(time)}
    return {}


def _events_of(run: Run) -> list[dict[str, Any]]:
    """The end of a run under the name of its end step, and under `end`, which triggers wait for."""
    task: Any = run.end_task
    names = [task.parent.id] + (["end"] if task.parent.id != "end" else [])
    return [
        {
            "type": "run",
            "timestamp": run.finished_at,
            "name": f"metaflow.{run.parent.id}.{name}",
            "id": task.pathspec,
        }
        for name in names
    ]
