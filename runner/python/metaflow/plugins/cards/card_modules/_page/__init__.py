"""Cards as HTML: one page that needs nothing beside itself, in light and dark."""

from __future__ import annotations

import base64
import json
import os
import uuid

from ._components import part_html as part_html
from ._escape import text
from ._script import SCRIPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HERE = os.path.dirname(os.path.abspath(__file__))


def page_html(title: str, parts: list[Any], *, complete: bool) -> str:
    """`parts`: rendered components. `complete`: the task has finished; otherwise new data may come,
    by `metaflow_card_update`.
    """
    body = "\n".join(part_html(part) for part in parts)
    state = "" if complete else '<p class="fc-running" role="status">This task is running.</p>'
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{text(title)}</title>
<style>
{_style()}</style>
</head>
<body>
<main class="fc">
{state}
{body}
</main>
<script>
var METAFLOW_RELOAD_TOKEN = "[METAFLOW_RELOAD_TOKEN]";
(window.__MF_DATA__ = window.__MF_DATA__ || {{}})["{uuid.uuid4()}"] = "{_encoded(parts, title)}";
{SCRIPT}</script>
</body>
</html>
"""


def _encoded(parts: list[Any], pathspec: str) -> str:
    """The components themselves, where programs look that read Metaflow's pages."""
    tree = {"metadata": {"pathspec": pathspec}, "components": parts}
    return base64.b64encode(json.dumps(tree, default=str, skipkeys=True).encode()).decode("ascii")


def _style() -> str:
    with open(os.path.join(_HERE, "card.css"), encoding="utf-8") as file:
        return file.read()
