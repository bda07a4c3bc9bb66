"""`EventsTimeline` as HTML: a list, newest event first."""

from __future__ import annotations

from ._escape import attributes, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def timeline_html(part: dict[str, Any], draw: Callable[[Any], str]) -> str:
    """`draw`: for the components that events bring along."""
    title = f"<h3>{text(part['title'])}</h3>" if part.get("title") else ""
    events = "".join(_event(event, draw) for event in part.get("events") or [])
    return (
        f'<div class="fc-timeline">{title}<p class="fc-subtitle">{_stats(part)}</p>'
        f"<ol>{events}</ol></div>"
    )


def _stats(part: dict[str, Any]) -> str:
    stats = part.get("stats") or {}
    total, shown = stats.get("total_events", 0), stats.get("displayed_events", 0)
    said = [f"{total} event{'' if total == 1 else 's'}"]
    if shown < total:
        said.append(f"the newest {shown} are shown")
    if "events_per_minute" in stats:
        said.append(f"{stats['events_per_minute']} a minute")
    if stats.get("finished"):
        said.append("finished")
    return text(", ".join(said))


def _event(event: dict[str, Any], draw: Callable[[Any], str]) -> str:
    metadata = dict(event.get("metadata") or {})
    when = _time(metadata.pop("timestamp", None))
    fields = "".join(
        f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in metadata.items()
    )
    payloads = "".join(
        f"<details><summary>{text(name)}</summary>{draw(payload)}</details>"
        for name, payload in (event.get("payloads") or {}).items()
    )
    theme, priority = event.get("style_theme") or "default", event.get("priority") or "normal"
    mark = attributes(_class=f"fc-event fc-theme-{theme} fc-priority-{priority}")
    return f'<li{mark}><div class="fc-when">{text(when)}</div><dl>{fields}</dl>{payloads}</li>'


def _time(stamp: Any) -> str:
    if not isinstance(stamp, (int, float)):
        return "" if stamp is None else str(stamp)
    import datetime

    try:
        return datetime.datetime.fromtimestamp(stamp).strftime("%Y-%m-%d %H:%M:%S")
    except (OverflowError, OSError, ValueError):
        return str(stamp)
