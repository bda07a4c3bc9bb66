"""The parts that cards are made of, as dictionaries; `_page` draws them."""

from __future__ import annotations

from .card import MetaflowCardComponent, with_default_component_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class DefaultComponent(MetaflowCardComponent):
    """`type` says which part it is."""

    type: str | None = None

    def __init__(self, title: Any = None, subtitle: Any = None) -> None:
        self._title = title
        self._subtitle = subtitle

    def render(self) -> dict[str, Any]:
        part: dict[str, Any] = {"type": self.type}
        if self._title is not None:
            part["title"] = self._title
        if self._subtitle is not None:
            part["subtitle"] = self._subtitle
        return part

    def _with(self, **fields: Any) -> dict[str, Any]:
        part = {**DefaultComponent.render(self), **fields}
        if self.component_id is not None:
            part["id"] = self.component_id
        return part


class TitleComponent(MetaflowCardComponent):
    type = "title"

    def __init__(self, text: Any = None) -> None:
        self._text = text

    def render(self) -> dict[str, Any]:
        return {"type": self.type, "text": str(self._text)}


class SubTitleComponent(TitleComponent):
    type = "subtitle"


class SectionComponent(DefaultComponent):
    """Other parts under a heading, side by side when `columns` says so."""

    type = "section"

    def __init__(
        self,
        title: Any = None,
        subtitle: Any = None,
        columns: int | None = None,
        contents: Iterable[Any] = (),
    ) -> None:
        super().__init__(title, subtitle)
        self._contents = contents
        self._columns = columns

    @classmethod
    def render_subcomponents(
        cls,
        component_array: Iterable[Any],
        additional_allowed_types: Iterable[Any] = (str, dict),
        allow_unknowns: bool = False,
    ) -> list[Any]:
        """Components rendered, plain values as they are, anything else left out or named."""
        contents: list[Any] = []
        allowed = tuple(additional_allowed_types)
        for each in component_array:
            if isinstance(each, MetaflowCardComponent):
                contents.append(_rendered(each))
            elif type(each) in allowed:
                contents.append(each)
            elif allow_unknowns:
                contents.append("<object>")
        return contents

    def render(self) -> dict[str, Any]:
        part = {**super().render(), "contents": self.render_subcomponents(self._contents)}
        if self._columns is not None:
            part["columns"] = self._columns
        return part


class PageComponent(DefaultComponent):
    type = "page"

    def __init__(
        self, title: Any = None, subtitle: Any = None, contents: Iterable[Any] = ()
    ) -> None:
        super().__init__(title, subtitle)
        self._contents = contents

    def render(self) -> dict[str, Any]:
        contents = [
            each.render() if isinstance(each, MetaflowCardComponent) else each
            for each in self._contents
        ]
        return {**super().render(), "contents": contents}


class ImageComponent(DefaultComponent):
    type = "image"

    def __init__(
        self, src: Any = None, label: Any = None, title: Any = None, subtitle: Any = None
    ) -> None:
        super().__init__(title, subtitle)
        self._src = src
        self._label = label

    def render(self) -> dict[str, Any]:
        return self._with(src=self._src, label=self._label)


class TableComponent(DefaultComponent):
    """What is no list of lists shows as an empty table."""

    type = "table"

    def __init__(
        self,
        title: Any = None,
        subtitle: Any = None,
        headers: Any = None,
        data: Any = None,
        vertical: bool = False,
    ) -> None:
        super().__init__(title, subtitle)
        headers_fit, data_fit = self.validate(headers, data)
        self._headers = headers if headers_fit else []
        self._data = data if data_fit else [[]]
        self._vertical = vertical

    @classmethod
    def validate(cls, headers: Any, data: Any) -> tuple[bool, bool]:
        rows = type(data) is list and bool(data) and type(data[0]) is list
        return type(headers) is list, rows

    def render(self) -> dict[str, Any]:
        return self._with(columns=self._headers, data=self._data, vertical=self._vertical)


class _DataComponent(DefaultComponent):
    def __init__(self, title: Any = None, subtitle: Any = None, data: Any = None) -> None:
        super().__init__(title, subtitle)
        self._data = {} if data is None else data

    def render(self) -> dict[str, Any]:
        return self._with(data=self._data)


class DagComponent(_DataComponent):
    type = "dag"


class ArtifactsComponent(_DataComponent):
    type = "artifacts"


class TextComponent(DefaultComponent):
    type = "text"

    def __init__(self, text: Any = None) -> None:
        super().__init__()
        self._text = text

    def render(self) -> dict[str, Any]:
        return {**super().render(), "text": self._text}


class _TextDataComponent(DefaultComponent):
    def __init__(self, data: Any = None) -> None:
        super().__init__()
        self._data = data

    def render(self) -> dict[str, Any]:
        return self._with(data=self._data)


class LogComponent(_TextDataComponent):
    type = "log"

    @with_default_component_id
    def render(self) -> dict[str, Any]:
        return super().render()


class PythonCodeComponent(_TextDataComponent):
    type = "pythonCode"


class HTMLComponent(_TextDataComponent):
    """HTML that goes into the page as it is: whoever writes it escapes what it shows."""

    type = "html"


class MarkdownComponent(DefaultComponent):
    type = "markdown"

    def __init__(self, text: str | None = None) -> None:
        super().__init__()
        self._text = text

    def render(self) -> dict[str, Any]:
        text = self._text
        # So Metaflow stores it; whoever reads the data of a card relies on it.
        source = text if text is None or text.startswith("#") else f"\n{text}"
        return self._with(source=source)


class ErrorComponent(MetaflowCardComponent):
    def __init__(self, headline: str, error_message: str) -> None:
        self._headline = headline
        self._error_message = error_message

    def render(self) -> dict[str, Any]:
        part: dict[str, Any] = LogComponent(f"{self._headline}\n\n{self._error_message}").render()
        return part


class SerializationErrorComponent(ErrorComponent):
    def __init__(self, component_name: str, error_message: str) -> None:
        super().__init__(f"The component `{component_name}` could not be rendered", error_message)


def _rendered(component: MetaflowCardComponent) -> Any:
    rendered = component.render()
    if type(rendered) in (str, dict):
        return rendered
    why = "What its method `render` returned is neither text nor a dict"
    return SerializationErrorComponent(type(component).__name__, why).render()
