"""`JSONViewer` and `YAMLViewer`: nested data, readable."""

from __future__ import annotations

from ._user import UserComponent
from .card import with_default_component_id
from .renderer_tools import render_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Viewer(UserComponent):
    type = ""
    REALTIME_UPDATABLE = True
    _field = ""
    _named = ""

    def __init__(
        self,
        data: Any,
        collapsible: bool = True,
        max_height: str | None = None,
        show_copy_button: bool = True,
        title: str | None = None,
    ) -> None:
        self._data = data
        self._collapsible = collapsible
        self._max_height = max_height
        self._show_copy_button = show_copy_button
        self._title = title

    def update(self, data: Any) -> None:
        self._data = data

    def _text(self) -> str:
        raise NotImplementedError()

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        part = {
            "type": self.type,
            "id": self.component_id,
            self._field: self._text(),
            "collapsible": self._collapsible,
            "show_copy_button": self._show_copy_button,
            "title": self._title or self._named,
        }
        return {**part, "max_height": self._max_height} if self._max_height else part


class JSONViewer(_Viewer):
    """Data as JSON; a text that is JSON already is laid out anew.

    >>> current.card.append(JSONViewer({"depth": 3, "features": ["age", "city"]}))
    """

    type = "jsonViewer"
    _field = "json_string"
    _named = "JSON"

    def _text(self) -> str:
        import json

        data = _parsed(self._data)
        try:
            return json.dumps(data, indent=2, ensure_ascii=False, default=str)
        except Exception as error:
            return json.dumps({"error": f"The data does not fit into JSON: {error}"}, indent=2)


class YAMLViewer(_Viewer):
    """Data as YAML.

    >>> current.card.append(YAMLViewer({"depth": 3, "features": ["age", "city"]}))
    """

    type = "yamlViewer"
    _field = "yaml_string"
    _named = "YAML"

    def _text(self) -> str:
        from ._yaml import yaml_text

        data = _parsed(self._data)
        return data if isinstance(data, str) else yaml_text(data)


def _parsed(data: Any) -> Any:
    if not isinstance(data, str):
        return data
    import json

    try:
        return json.loads(data)
    except ValueError:
        return data
