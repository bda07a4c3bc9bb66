"""Small cards with which the handling of cards is tried, of Metaflow's types."""

from __future__ import annotations

import json

from .card import MetaflowCard, MetaflowCardComponent
from .renderer_tools import render_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQAB"
    "RDE8UwAAAABJRU5ErkJggg=="
)
_UPDATED_PAGE = """
<html>
<script>
var METAFLOW_RELOAD_TOKEN = "[METAFLOW_RELOAD_TOKEN]"
window.metaflow_card_update = function (data) {
  document.querySelector("h1").textContent = JSON.stringify(data);
}
</script>
<h1>[PATHSPEC]</h1>
<h1>[REPLACE_CONTENT_HERE]</h1>
</html>
"""


class TestStringComponent(MetaflowCardComponent):
    REALTIME_UPDATABLE = True

    def __init__(self, text: Any) -> None:
        self._text = text

    def render(self) -> str:
        return str(self._text)

    def update(self, text: Any) -> None:
        self._text = text


class TestJSONComponent(MetaflowCardComponent):
    REALTIME_UPDATABLE = True

    def __init__(self, data: Any) -> None:
        self._data = data

    @render_safely
    def render(self) -> Any:
        return self._data

    def update(self, data: Any) -> None:
        self._data = data


class TestPathSpecCard(MetaflowCard):
    type = "test_pathspec_card"

    def render(self, task: Any) -> str:
        import random
        import string

        letters = random.choices(string.ascii_uppercase + string.digits, k=6)
        return f"{task.pathspec} {''.join(letters)}"


class _ListingCard(MetaflowCard):
    separator = "$&#!!@*"

    def __init__(self, components: Any = (), **kwargs: Any) -> None:
        self._components = components

    def render(self, task: Any) -> str:
        return self.separator.join(str(component) for component in self._components)


class TestEditableCard(_ListingCard):
    type = "test_editable_card"
    ALLOW_USER_COMPONENTS = True


class TestEditableCard2(_ListingCard):
    type = "test_editable_card_2"
    ALLOW_USER_COMPONENTS = True


class TestNonEditableCard(_ListingCard):
    type = "test_non_editable_card"


class TestMockCard(MetaflowCard):
    """Shows the artifact that the option `key` names."""

    type = "test_mock_card"

    def __init__(self, options: Any = None, **kwargs: Any) -> None:
        self._key = (options or {"key": "dummy_key"})["key"]

    def render(self, task: Any) -> str:
        return str(task[self._key].data)


class TestErrorCard(MetaflowCard):
    type = "test_error_card"

    def render(self, task: Any) -> str:
        raise Exception("Unknown Things Happened")


class TestTimeoutCard(MetaflowCard):
    """Takes as many seconds as the option `timeout` says."""

    type = "test_timeout_card"

    def __init__(self, options: Any = None, **kwargs: Any) -> None:
        self._seconds = (options or {"timeout": 50}).get("timeout", 10)

    def render(self, task: Any) -> str:
        import time

        time.sleep(self._seconds)
        return str(task.pathspec)


class TestRefreshCard(MetaflowCard):
    """Shows what the step gives to `refresh`."""

    type = "test_refresh_card"
    HTML_TEMPLATE = _UPDATED_PAGE
    RUNTIME_UPDATABLE = True
    ALLOW_USER_COMPONENTS = True
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_ALWAYS

    def render(self, task: Any) -> str:
        return self._page(task, self.runtime_data)

    def render_runtime(self, task: Any, data: Any) -> str:
        return self._page(task, data)

    def refresh(self, task: Any, data: Any) -> Any:
        return data

    def _page(self, task: Any, data: Any) -> str:
        return _filled(self.HTML_TEMPLATE, task, data["user"])


class TestRefreshComponentCard(MetaflowCard):
    """Shows its components."""

    type = "test_component_refresh_card"
    HTML_TEMPLATE = _UPDATED_PAGE
    RUNTIME_UPDATABLE = True
    ALLOW_USER_COMPONENTS = True
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_ONCHANGE

    def __init__(self, components: Any = (), **kwargs: Any) -> None:
        self._components = components

    def render(self, task: Any) -> str:
        return _filled(self.HTML_TEMPLATE, task, list(self._components))

    def render_runtime(self, task: Any, data: Any) -> str:
        return self.render(task)

    def refresh(self, task: Any, data: Any) -> Any:
        return data["components"]

    def reload_content_token(self, task: Any, data: Any) -> str:
        if task.finished:
            return "final"
        return f"runtime-{_component_values_to_hash(data['components'])}"


class TestImageCard(MetaflowCard):
    type = "test_image_card"

    def render(self, task: Any) -> str:
        import base64

        from .convert_to_native_type import TaskToDict

        source = TaskToDict().parse_image(base64.b64decode(_PIXEL))
        return f"<html><img src='{source}' /></html>"


def _filled(template: str, task: Any, content: Any) -> str:
    filled = template.replace("[REPLACE_CONTENT_HERE]", json.dumps(content))
    return filled.replace("[PATHSPEC]", task.pathspec)


def _component_values_to_hash(components: dict[str, Any]) -> str:
    """Of the names in the components' values: whoever tries cards computes it, too."""
    import hashlib

    names = ",".join("".join(name) for value in components.values() for name in value)
    return hashlib.sha256(names.encode()).hexdigest()


CARDS: list[type[MetaflowCard]] = [
    TestErrorCard,
    TestTimeoutCard,
    TestMockCard,
    TestPathSpecCard,
    TestEditableCard,
    TestEditableCard2,
    TestNonEditableCard,
    TestRefreshCard,
    TestRefreshComponentCard,
    TestImageCard,
]
