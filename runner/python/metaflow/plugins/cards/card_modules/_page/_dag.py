"""The graph of a flow as a drawing: steps in rows, each below what leads to it."""

from __future__ import annotations

from ._escape import quoted, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WIDTH, _HEIGHT = 150, 40
_GAP_X, _GAP_Y = 28, 34
_LONGEST = 19
_WORDS = {
    "split-foreach": "foreach",
    "split-parallel": "parallel",
    "foreach": "foreach",
    "switch": "switch",
    "split-switch": "switch",
    "join": "join",
}


def dag_html(graph: dict[str, Any], current: str | None = None) -> str:
    """`graph`: steps by name, or Metaflow's newer form with `steps` in it."""
    steps: dict[str, Any] = graph.get("steps", graph)
    if not steps:
        return ""
    rows = _rows(steps)
    places = _places(rows)
    width = max(len(row) for row in rows) * (_WIDTH + _GAP_X) + _GAP_X
    height = len(rows) * (_HEIGHT + _GAP_Y) + _GAP_Y
    edges = "".join(
        _edge(places[name], places[target])
        for name, step in steps.items()
        for target in dict.fromkeys(step["next"])
        if target in places
    )
    nodes = "".join(_node(name, steps[name], places[name], name == current) for name in places)
    said = ", ".join(_said(name, step) for name, step in steps.items())
    return (
        f'<div class="fc-scroll"><svg class="fc-dag" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" aria-label="Graph of the flow: {quoted(said)}">'
        '<defs><marker id="fc-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>'
        f"{edges}{nodes}</svg></div>"
    )


def _rows(steps: dict[str, Any]) -> list[list[str]]:
    """A step stands one row below the lowest that leads to it; edges back up don't count."""
    depth = dict.fromkeys(steps, 0)
    order = _downwards(steps)
    at = {name: index for index, name in enumerate(order)}
    for name in order:
        for target in steps[name]["next"]:
            if target in at and at[target] > at[name]:
                depth[target] = max(depth[target], depth[name] + 1)
    rows: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name in order:
        rows[depth[name]].append(name)
    return [row for row in rows if row]


def _downwards(steps: dict[str, Any]) -> list[str]:
    """Every step before those that it leads to, as far as there is no way back."""
    done: dict[str, None] = {}
    on_the_way: set[str] = set()
    waiting = [(name, False) for name in reversed(list(steps))]
    while waiting:
        name, left = waiting.pop()
        if left:
            done[name] = None
        elif name not in on_the_way:
            on_the_way.add(name)
            waiting.append((name, True))
            waiting.extend((each, False) for each in steps[name]["next"] if each in steps)
    return list(reversed(list(done)))


def _places(rows: list[list[str]]) -> dict[str, tuple[float, float]]:
    """The middle of each step's upper edge."""
    widest = max(len(row) for row in rows) * (_WIDTH + _GAP_X) + _GAP_X
    places = {}
    for down, row in enumerate(rows):
        left = (widest - len(row) * (_WIDTH + _GAP_X) + _GAP_X) / 2
        for across, name in enumerate(row):
            x = left + across * (_WIDTH + _GAP_X) + _WIDTH / 2
            places[name] = (x, _GAP_Y / 2 + down * (_HEIGHT + _GAP_Y))
    return places


def _edge(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, top), (x2, y2) = start, end
    y1 = top + _HEIGHT
    if y2 > y1:
        bend = (y1 + y2) / 2
        path = f"M{x1:g} {y1:g}C{x1:g} {bend:g} {x2:g} {bend:g} {x2:g} {y2:g}"
    else:
        # Back up: around the right-hand side.
        right, side = x1 + _WIDTH / 2, x1 + _WIDTH / 2 + _GAP_X * 0.8
        middle, target = top + _HEIGHT * 0.7, y2 + _HEIGHT * 0.3
        goal = x2 + _WIDTH / 2
        path = f"M{right:g} {middle:g}C{side:g} {middle:g} {side:g} {target:g} {goal:g} {target:g}"
    return f'<path class="fc-edge" d="{path}" marker-end="url(#fc-arrow)"/>'


def _node(name: str, step: Any, place: tuple[float, float], current: bool) -> str:
    x, y = place
    shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    word = _WORDS.get(step.get("type") or "")
    stacked = word in ("foreach", "parallel")
    behind = _box(x + 4, y + 4) if stacked else ""
    middle = y + (_HEIGHT / 2 - 3 if word else _HEIGHT / 2 + 4)
    kind = f'<text class="fc-kind" x="{x:g}" y="{y + _HEIGHT - 7:g}">{word}</text>' if word else ""
    return (
        f'<g class="fc-node{" fc-current" if current else ""}"><title>{text(_said(name, step))}'
        f"</title>{behind}{_box(x, y)}"
        f'<text x="{x:g}" y="{middle:g}">{text(shown)}</text>{kind}</g>'
    )


def _box(x: float, y: float) -> str:
    left = x - _WIDTH / 2
    return f'<rect x="{left:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'


def _said(name: str, step: Any) -> str:
    word = _WORDS.get(step.get("type") or "")
    kind = f" ({word})" if word else ""
    goes = f" leads to {' and '.join(step['next'])}" if step["next"] else ""
    return f"{name}{kind}{goes}"
