"""Vega-Lite specifications as drawings: bars, lines, areas and points over x and y, with colours
for categories. Anything else is shown as the specification that it is.
"""

from __future__ import annotations

import json

from ._chart_data import ChartData, NotDrawable, chart_data
from ._escape import quoted, text
from ._scales import Scale, scale_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 12, 46
_COLOURS = 8
_LONGEST = 14


def vega_html(spec: dict[str, Any]) -> str:
    told = _details(spec)
    try:
        layers, drawing = _drawn(spec)
    except NotDrawable as why:
        return (
            f'<div class="fc-chart">{_title(spec)}<p class="fc-subtitle">This chart is not drawn '
            f"here: {text(why)}.</p>{told}</div>"
        )
    return f'<div class="fc-chart">{_title(spec)}{drawing}{_legend(layers)}{told}</div>'


def _drawn(spec: dict[str, Any]) -> tuple[list[ChartData], str]:
    try:
        layers = [chart_data(layer) for layer in _layers(spec)]
        return layers, _drawing(layers)
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        # Anything can stand in a specification.
        raise NotDrawable(f"its specification can't be read ({error})") from error


def _layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """What layers leave out they take from the whole."""
    if not isinstance(spec.get("layer"), list):
        return [spec]
    shared = {key: spec[key] for key in ("data", "datasets") if key in spec}
    encoding = spec.get("encoding") or {}
    return [
        {**shared, **layer, "encoding": {**encoding, **(layer.get("encoding") or {})}}
        for layer in spec["layer"]
    ]


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title")
    if isinstance(title, dict):
        title = title.get("text")
    return f"<h3>{text(title)}</h3>" if title else ""


def _details(spec: dict[str, Any]) -> str:
    said = text(json.dumps(spec, indent=2, default=str))
    return f'<details><summary>Specification</summary><pre class="fc-code">{said}</pre></details>'


def _drawing(layers: list[ChartData]) -> str:
    across = scale_of([layer.x for layer in layers], _LEFT, _WIDTH - _RIGHT, zero=False)
    bars = any(layer.mark in ("bar", "area") for layer in layers)
    up = scale_of([layer.y for layer in layers], _HEIGHT - _BOTTOM, _TOP, zero=bars)
    axes = _axis_x(across, layers[0].x_title) + _axis_y(up, layers[0].y_title)
    marks = "".join(_MARKS[layer.mark](layer, across, up) for layer in layers)
    said = f"Chart of {layers[0].y_title or 'y'} over {layers[0].x_title or 'x'}"
    return (
        f'<svg class="fc-plot" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'aria-label="{quoted(said)}">{axes}{marks}</svg>'
    )


def _axis_x(scale: Scale, title: str | None) -> str:
    bottom = _HEIGHT - _BOTTOM
    line = f'<path class="fc-axis" d="M{_LEFT} {bottom}H{_WIDTH - _RIGHT}"/>'
    ticks = "".join(
        f'<text class="fc-tick" x="{at:.1f}" y="{bottom + 16}" text-anchor="middle">'
        f"{text(_short(label))}</text>"
        for at, label in scale.ticks()
    )
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    named = _axis_title(title, f'x="{middle:g}" y="{_HEIGHT - 8}"')
    return line + ticks + named


def _axis_y(scale: Scale, title: str | None) -> str:
    ticks = "".join(
        f'<path class="fc-grid" d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}"/>'
        f'<text class="fc-tick" x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">'
        f"{text(_short(label))}</text>"
        for at, label in scale.ticks()
    )
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    return ticks + _axis_title(title, f'transform="translate(13 {middle:g}) rotate(-90)"')


def _axis_title(title: str | None, place: str) -> str:
    if not title:
        return ""
    return f'<text class="fc-axis-title" text-anchor="middle" {place}>{text(title)}</text>'


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _bars(layer: ChartData, across: Scale, up: Scale) -> str:
    """Upright unless only the other axis has categories."""
    upright = not (up.categories and not across.categories)
    along, value = (across, up) if upright else (up, across)
    places = layer.x if upright else layer.y
    values = layer.y if upright else layer.x
    groups = layer.groups
    share = along.step(len(places)) * 0.8
    stacked: dict[Any, float] = {}
    drawn = []
    for place, amount, group in zip(places, values, layer.colours):
        if not isinstance(amount, (int, float)):
            continue
        base = stacked.get(place, 0.0)
        stacked[place] = base + amount
        low, high = sorted((value.at(base), value.at(base + amount)))
        side = along.at(place) - share / 2
        box = (side, low, share, high - low) if upright else (low, side, high - low, share)
        said = f"{place}: {amount:g}"
        drawn.append(_rect(box, groups.index(group), said))
    return "".join(drawn)


def _rect(box: tuple[float, float, float, float], colour: int, said: str) -> str:
    x, y, width, height = box
    return (
        f'<rect class="fc-c{colour % _COLOURS}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{max(height, 0):.1f}"><title>{text(said)}</title></rect>'
    )


def _line(layer: ChartData, across: Scale, up: Scale) -> str:
    return "".join(
        f'<path class="fc-line fc-s{number % _COLOURS}" d="M{"L".join(points)}"/>'
        for number, points in _series(layer, across, up)
    )


def _area(layer: ChartData, across: Scale, up: Scale) -> str:
    drawn = []
    for number, points in _series(layer, across, up):
        floor = up.at(0) if not up.categories else _HEIGHT - _BOTTOM
        first, last = points[0].split()[0], points[-1].split()[0]
        path = f"M{first} {floor:.1f}L{'L'.join(points)}L{last} {floor:.1f}Z"
        drawn.append(f'<path class="fc-area fc-c{number % _COLOURS}" d="{path}"/>')
    return "".join(drawn)


def _series(layer: ChartData, across: Scale, up: Scale) -> list[tuple[int, list[str]]]:
    series = []
    for number, group in enumerate(layer.groups):
        points = sorted(
            (across.at(x), up.at(y))
            for x, y, colour in zip(layer.x, layer.y, layer.colours)
            if colour == group and x is not None and y is not None
        )
        if points:
            series.append((number, [f"{x:.1f} {y:.1f}" for x, y in points]))
    return series


def _points(layer: ChartData, across: Scale, up: Scale) -> str:
    return "".join(
        f'<circle class="fc-point fc-c{layer.groups.index(colour) % _COLOURS}" '
        f'cx="{across.at(x):.1f}" cy="{up.at(y):.1f}" r="4"><title>{text(f"{x}, {y}")}</title>'
        "</circle>"
        for x, y, colour in zip(layer.x, layer.y, layer.colours)
        if x is not None and y is not None
    )


def _legend(layers: list[ChartData]) -> str:
    groups = list(dict.fromkeys(group for layer in layers for group in layer.groups))
    if groups == [None]:
        return ""
    items = "".join(
        f'<li><span class="fc-swatch fc-b{number % _COLOURS}"></span>{text(group)}</li>'
        for number, group in enumerate(groups)
    )
    return f'<ul class="fc-legend">{items}</ul>'


_MARKS = {
    "bar": _bars,
    "line": _line,
    "trail": _line,
    "area": _area,
    "point": _points,
    "circle": _points,
    "square": _points,
    "tick": _points,
}
