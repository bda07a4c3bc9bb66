"""The parts of a card as HTML, one function a kind. What few cards have is loaded by those."""

from __future__ import annotations

import json

from ._escape import attributes, safe_url, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_DEEPEST = 40


def part_html(part: Any, depth: int = 0) -> str:
    """`part`: what a component's `render` gave. One of an unknown kind is shown as JSON."""
    if not isinstance(part, dict):
        return f'<p class="fc-text">{text(part)}</p>'
    if depth > _DEEPEST:
        return '<p class="fc-text">…</p>'
    draw = _KINDS.get(str(part.get("type")), _unknown)
    try:
        inside = draw(part, depth)
    except Exception:
        # A dictionary of one's own may have any shape: the rest of the card stays.
        inside = _unknown(part, depth)
    if part.get("id") is None:
        return inside
    return f"<div{attributes(data_component=part['id'])}>{inside}</div>"


def _parts(parts: Any, depth: int) -> str:
    return "\n".join(part_html(part, depth + 1) for part in parts)


def _headed(part: dict[str, Any], level: int) -> str:
    title, subtitle = part.get("title"), part.get("subtitle")
    head = f"<h{level}>{text(title)}</h{level}>" if title else ""
    below = f'<p class="fc-subtitle">{text(subtitle)}</p>' if subtitle else ""
    return head + below


def _page(part: dict[str, Any], depth: int) -> str:
    inside = _parts(part.get("contents") or [], depth)
    return f'<section class="fc-page">{_headed(part, 1)}{inside}</section>'


def _section(part: dict[str, Any], depth: int) -> str:
    inside = _parts(part.get("contents") or [], depth)
    columns = part.get("columns")
    if isinstance(columns, int) and columns > 1:
        inside = f'<div class="fc-columns" style="--columns:{columns}">{inside}</div>'
    return f'<section class="fc-section">{_headed(part, 2)}{inside}</section>'


def _table(part: dict[str, Any], depth: int) -> str:
    heads, rows = part.get("columns") or [], part.get("data") or []
    if part.get("vertical"):
        pairs = zip(heads, rows[0] if rows else [])
        body = "".join(
            f'<tr><th scope="row">{text(head)}</th>{_cell(value, depth)}</tr>'
            for head, value in pairs
        )
        inside = f"<tbody>{body}</tbody>"
    else:
        head = "".join(f'<th scope="col">{text(each)}</th>' for each in heads)
        body = "".join(f"<tr>{''.join(_cell(cell, depth) for cell in row)}</tr>" for row in rows)
        inside = (f"<thead><tr>{head}</tr></thead>" if heads else "") + f"<tbody>{body}</tbody>"
    return f'{_headed(part, 3)}<div class="fc-scroll"><table>{inside}</table></div>'


def _cell(value: Any, depth: int) -> str:
    if isinstance(value, dict) and "type" in value:
        return f"<td>{part_html(value, depth + 1)}</td>"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'<td class="fc-numeric">{text(value)}</td>'
    return f"<td>{text(value)}</td>"


def _image(part: dict[str, Any], _depth: int) -> str:
    label = part.get("label")
    src = safe_url(str(part.get("src") or ""), picture=True)
    if not src:
        return _log({"data": "The picture has no source"}, 0)
    caption = f"<figcaption>{text(label)}</figcaption>" if label else ""
    picture = f"<img{attributes(src=''.join(src.split()), alt=label or 'Picture')}>"
    return f"{_headed(part, 3)}<figure>{picture}{caption}</figure>"


def _artifacts(part: dict[str, Any], _depth: int) -> str:
    data = part.get("data") or []
    values = list(data.values()) if isinstance(data, dict) else data
    rows = "".join(_artifact(each) for each in values)
    table = f'<table class="fc-artifacts"><tbody>{rows}</tbody></table>'
    return f'{_headed(part, 3)}<div class="fc-scroll">{table}</div>'


def _artifact(artifact: dict[str, Any]) -> str:
    name = artifact.get("name")
    value = artifact.get("data")
    said = value if isinstance(value, str) else json.dumps(value, indent=2, default=str)
    head = f'<th scope="row">{text(name)}</th>' if name is not None else ""
    kind = artifact.get("type")
    return (
        f"<tr>{head}<td><pre>{text(said)}</pre></td>"
        f'<td class="fc-type">{text(kind) if kind else ""}</td></tr>'
    )


def _log(part: dict[str, Any], _depth: int) -> str:
    return f'<pre class="fc-log" tabindex="0">{text(part.get("data"))}</pre>'


def _code(part: dict[str, Any], _depth: int) -> str:
    from ._python import python_html

    code = str(part.get("data") or "")
    return f'<pre class="fc-code" tabindex="0"><code>{python_html(code)}</code></pre>'


def _markdown(part: dict[str, Any], _depth: int) -> str:
    from ._markdown import markdown_html

    return f'<div class="fc-markdown">{markdown_html(str(part.get("source") or ""))}</div>'


def _dag(part: dict[str, Any], _depth: int) -> str:
    from ._dag import dag_html

    return _headed(part, 3) + dag_html(part.get("data") or {}, part.get("current"))


def _progress(part: dict[str, Any], _depth: int) -> str:
    value, most = part.get("value") or 0, part.get("max") or 0
    unit = text(part.get("unit") or "")
    label, details = part.get("label"), part.get("details")
    named = f'<span class="fc-label">{text(label)}</span>' if label else ""
    more = f'<span class="fc-details">{text(details)}</span>' if details else ""
    named_bar = attributes(value=value, max=most or 1, aria_label=label or "Progress")
    bar = f"<progress{named_bar}></progress>"
    count = f'<span class="fc-count">{text(value)}{unit} / {text(most)}{unit}</span>'
    return f'<div class="fc-progress">{named}{bar}{count}{more}</div>'


def _value_box(part: dict[str, Any], _depth: int) -> str:
    theme = str(part.get("theme") or "default")
    lines = "".join(
        f'<div class="fc-{name}">{text(part[key])}</div>'
        for key, name in _VALUE_LINES
        if part.get(key) is not None
    )
    return f"<div{attributes(_class=f'fc-value-box fc-theme-{theme} {theme}')}>{lines}</div>"


_VALUE_LINES = [
    ("title", "label"),
    ("value", "value"),
    ("subtitle", "subtitle"),
    ("change_indicator", "change"),
]


def _viewer(field: str) -> Callable[[dict[str, Any], int], str]:
    def draw(part: dict[str, Any], _depth: int) -> str:
        title = text(part.get("title") or "")
        height = part.get("max_height")
        limit = attributes(style=f"max-height:{height}" if _is_length(height) else None)
        inside = f'<pre class="fc-code" tabindex="0"{limit}>{text(part.get(field))}</pre>'
        button = '<button type="button" class="fc-copy">Copy</button>'
        copy = button if part.get("show_copy_button") else ""
        if not part.get("collapsible"):
            return f'<div class="fc-viewer"><h3>{title}</h3>{copy}{inside}</div>'
        return f'<details class="fc-viewer" open><summary>{title}</summary>{copy}{inside}</details>'

    return draw


def _is_length(height: Any) -> bool:
    import re

    return isinstance(height, str) and bool(re.match(r"^\d+(\.\d+)?(px|r?em|vh|%)$", height))


def _chart(part: dict[str, Any], _depth: int) -> str:
    from ._vega import vega_html

    return vega_html(part.get("spec") or {})


def _timeline(part: dict[str, Any], depth: int) -> str:
    from ._timeline import timeline_html

    return timeline_html(part, lambda inner: part_html(inner, depth + 1))


def _unknown(part: dict[str, Any], _depth: int) -> str:
    return _log({"data": json.dumps(part, indent=2, default=str)}, 0)


_KINDS: dict[str, Callable[[dict[str, Any], int], str]] = {
    "page": _page,
    "section": _section,
    "title": lambda part, _: f"<h2>{text(part.get('text'))}</h2>",
    "subtitle": lambda part, _: f'<p class="fc-subtitle">{text(part.get("text"))}</p>',
    "text": lambda part, _: f'<p class="fc-text">{text(part.get("text"))}</p>',
    "table": _table,
    "image": _image,
    "artifacts": _artifacts,
    "log": _log,
    "pythonCode": _code,
    "html": lambda part, _: str(part.get("data") or ""),
    "markdown": _markdown,
    "dag": _dag,
    "progressBar": _progress,
    "valueBox": _value_box,
    "vegaChart": _chart,
    "eventsTimeline": _timeline,
    "jsonViewer": _viewer("json_string"),
    "yamlViewer": _viewer("yaml_string"),
}
