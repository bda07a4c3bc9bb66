"""`EventsTimeline`: what has happened, newest first."""

from __future__ import annotations

import time

from ._image import Image
from ._user import UserComponent
from ._value_box import ValueBox, check_class_name
from .card import with_default_component_id
from .json_viewer import JSONViewer, YAMLViewer
from .renderer_tools import render_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class EventsTimeline(UserComponent):
    """Events with their data; `update` adds one. Older ones than `max_events` are only counted.

    >>> events = EventsTimeline("Requests")
    >>> events.update({"status": 200, "ms": 31}, style_theme="success")
    """

    type = "eventsTimeline"
    REALTIME_UPDATABLE = True
    VALID_THEMES = frozenset(
        {
            "default",
            "success",
            "warning",
            "error",
            "info",
            "primary",
            "secondary",
            "tool_call",
            "ai_response",
        }
    )

    def __init__(self, title: str | None = None, max_events: int = 100) -> None:
        self._title = title
        self._max_events = max_events
        self._events: list[dict[str, Any]] = []
        self._total_events_count = 0
        self._first_event_time: float | None = None
        self._last_update_time: float | None = None
        self._finished = False

    def update(
        self,
        event_data: dict[str, Any],
        style_theme: str | None = None,
        priority: str | None = None,
        payloads: dict[str, Any] | None = None,
        finished: bool | None = None,
    ) -> None:
        """`payloads`: components by name, shown when the event is opened."""
        check_class_name("style_theme", style_theme)
        _check_payloads(payloads or {})
        event_data.setdefault("timestamp", time.time())
        now = time.time()
        event: dict[str, Any] = {
            "metadata": event_data,
            "payloads": payloads or {},
            "event_id": f"event_{self._total_events_count}",
            "received_at": now,
        }
        if style_theme is not None:
            event["style_theme"] = style_theme
        if priority is not None:
            event["priority"] = priority
        self._events = [event, *self._events][: self._max_events]
        self._total_events_count += 1
        self._last_update_time = now
        if self._first_event_time is None:
            self._first_event_time = now
        if finished is not None:
            self._finished = finished

    def get_stats(self) -> dict[str, Any]:
        """How many events there were and how fast they came."""
        stats: dict[str, Any] = {
            "total_events": self._total_events_count,
            "displayed_events": len(self._events),
            "last_update": self._last_update_time,
            "first_event": self._first_event_time,
            "finished": self._finished,
        }
        seconds = (self._last_update_time or 0) - (self._first_event_time or 0)
        if self._total_events_count > 1 and seconds > 0:
            stats["events_per_minute"] = round(self._total_events_count / seconds * 60, 1)
            stats["total_runtime_seconds"] = round(seconds, 1)
        return stats

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        part: dict[str, Any] = {
            "type": self.type,
            "id": self.component_id,
            "events": [_rendered(event) for event in self._events],
            "config": {
                "show_stats": True,
                "show_relative_time": True,
                "max_events": self._max_events,
            },
        }
        if self._title is not None:
            part["title"] = self._title
        return {**part, "stats": self.get_stats()}


def _rendered(event: dict[str, Any]) -> dict[str, Any]:
    payloads = {name: component.render() for name, component in event["payloads"].items()}
    return {**event, "payloads": payloads}


def _check_payloads(payloads: dict[str, Any]) -> None:
    from .components import Artifact, Markdown, PythonCode

    allowed = (ValueBox, Image, Markdown, Artifact, PythonCode, JSONViewer, YAMLViewer)
    for name, payload in payloads.items():
        if not isinstance(payload, allowed):
            names = ", ".join(each.__name__ for each in allowed)
            raise TypeError(
                f"The payload '{name}' is a {type(payload).__name__}, and can be {names}"
            )
