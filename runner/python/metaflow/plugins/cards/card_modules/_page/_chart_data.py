"""What a Vega-Lite specification wants to have drawn, as plain columns."""

from __future__ import annotations

import datetime
import math

from ._scales import round_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_MARKS = frozenset({"bar", "line", "trail", "area", "point", "circle", "square", "tick"})
_MOST_ROWS = 5000


class NotDrawable(Exception):
    """Says what a chart has that is not drawn."""


class ChartData:
    """One layer: a row is `x[i]`, `y[i]`, `colours[i]`."""

    def __init__(
        self, mark: str, x: list[Any], y: list[Any], colours: list[Any], titles: tuple[Any, Any]
    ) -> None:
        self.mark = mark
        self.x = x
        self.y = y
        self.colours = colours
        self.groups = list(dict.fromkeys(colours))
        self.x_title, self.y_title = titles


def chart_data(spec: dict[str, Any]) -> ChartData:
    mark = spec.get("mark")
    kind = mark.get("type") if isinstance(mark, dict) else mark
    if kind not in _MARKS:
        raise NotDrawable(f"the mark {kind!r}" if kind else "it has no mark of its own")
    for word in ("transform", "facet", "repeat", "concat", "hconcat", "vconcat"):
        if spec.get(word):
            raise NotDrawable(f"it has {word!r}")
    encoding = spec.get("encoding") or {}
    channels = [encoding.get("x") or {}, encoding.get("y") or {}]
    colour = encoding.get("color") or {}
    if not any("field" in each or "aggregate" in each for each in channels):
        raise NotDrawable("it encodes neither x nor y")
    rows = _aggregated(_rows(spec), channels, colour)
    if len(rows) > _MOST_ROWS:
        raise NotDrawable(f"it has {len(rows)} points")
    x, y = ([row[at] for row in rows] for at in (0, 1))
    titles = (_title(channels[0]), _title(channels[1]))
    return ChartData(str(kind), x, y, [row[2] for row in rows], titles)


def _rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    data = spec.get("data") or {}
    values = data.get("values")
    if values is None and data.get("name") is not None:
        values = (spec.get("datasets") or {}).get(data["name"])
    if not isinstance(values, list):
        raise NotDrawable("its data are not in it")
    return [row if isinstance(row, dict) else {"data": row} for row in values]


def _aggregated(
    rows: list[dict[str, Any]], channels: list[dict[str, Any]], colour: dict[str, Any]
) -> list[tuple[Any, Any, Any]]:
    for channel in channels:
        if channel.get("timeUnit"):
            raise NotDrawable("it groups an axis by units of time")
        if channel.get("bin"):
            rows = _binned(rows, channel)
    keys = [[_value(row, channel) for row in rows] for channel in channels]
    groups = [row.get(str(colour["field"])) if "field" in colour else None for row in rows]
    plain = list(zip(keys[0], keys[1], groups))
    at = next((at for at, channel in enumerate(channels) if channel.get("aggregate")), None)
    if at is None:
        return plain
    aggregate = _AGGREGATES.get(str(channels[at]["aggregate"]))
    if aggregate is None:
        raise NotDrawable(f"the aggregate {channels[at]['aggregate']!r}")
    collected: dict[tuple[Any, Any], list[Any]] = {}
    for row in plain:
        collected.setdefault((row[1 - at], row[2]), []).append(row[at])
    reduced = [(key, aggregate(values), group) for (key, group), values in collected.items()]
    return reduced if at == 1 else [(value, key, group) for key, value, group in reduced]


def _binned(rows: list[dict[str, Any]], channel: dict[str, Any]) -> list[dict[str, Any]]:
    """The field's numbers as names of ranges, in ascending order."""
    field = str(channel.get("field"))
    numbers = [row for row in rows if isinstance(row.get(field), (int, float))]
    if not numbers:
        raise NotDrawable(f"{field!r} has no numbers")
    wanted = channel["bin"] if isinstance(channel["bin"], dict) else {}
    values = [row[field] for row in numbers]
    step = wanted.get("step") or round_step(min(values), max(values), wanted.get("maxbins", 10))
    numbers.sort(key=lambda row: row[field])
    return [{**row, field: _range_of(row[field], step)} for row in numbers]


def _range_of(number: float, step: float) -> str:
    start = math.floor(number / step + 1e-9) * step
    return f"{start:g} – {start + step:g}"


_AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {
    "count": len,
    "sum": sum,
    "mean": lambda values: sum(values) / len(values),
    "average": lambda values: sum(values) / len(values),
    "median": lambda values: (_middle(values, -1) + _middle(values, 0)) / 2,
    "min": min,
    "max": max,
}


def _middle(values: list[Any], side: int) -> Any:
    """The value in the middle; of an even number the one before (-1) or after it (0)."""
    ordered = sorted(values)
    return ordered[(len(ordered) + (side if len(ordered) % 2 == 0 else 0)) // 2]


def _value(row: dict[str, Any], channel: dict[str, Any]) -> Any:
    value = row.get(channel.get("field", ""))
    if value is None:
        return value if "field" in channel else 0
    kind = channel.get("type")
    if kind in ("nominal", "ordinal", "N", "O"):
        return str(value)
    if kind in ("temporal", "T"):
        return _time(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return value if math.isfinite(value) else None


def _time(value: Any) -> Any:
    """A moment; a text when it can't be read as one."""
    try:
        if isinstance(value, (int, float)):
            return datetime.datetime.fromtimestamp(value / 1000, datetime.timezone.utc)
        moment = datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return str(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)


def _title(channel: dict[str, Any]) -> Any:
    if "title" in channel:
        return channel["title"]
    field, aggregate = channel.get("field"), channel.get("aggregate")
    if aggregate == "count":
        return "Count of Records"
    return f"{str(aggregate).title()} of {field}" if aggregate else field
