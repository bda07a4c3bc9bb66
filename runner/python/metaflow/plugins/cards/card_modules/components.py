"""The components that steps append to their cards."""

from __future__ import annotations

from ._image import Image
from ._parts import ArtifactsComponent, LogComponent, MarkdownComponent, PythonCodeComponent
from ._parts import ErrorComponent as ErrorComponent
from ._parts import ImageComponent as ImageComponent
from ._parts import SectionComponent as SectionComponent
from ._parts import TableComponent as TableComponent
from ._timeline import EventsTimeline
from ._user import StubComponent, UserComponent
from ._value_box import ValueBox
from ._vega_chart import Table, VegaChart
from .card import MetaflowCardComponent as MetaflowCardComponent
from .card import with_default_component_id
from .convert_to_native_type import TaskToDict
from .json_viewer import JSONViewer, YAMLViewer
from .renderer_tools import render_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = [
    "Artifact",
    "Error",
    "EventsTimeline",
    "Image",
    "JSONViewer",
    "Markdown",
    "ProgressBar",
    "PythonCode",
    "StubComponent",
    "Table",
    "UserComponent",
    "ValueBox",
    "VegaChart",
    "YAMLViewer",
]


class Artifact(UserComponent):
    """Any value, as Python shows it; `compressed` cuts what is large.

    >>> current.card.append(Artifact({"accuracy": 0.93}, name="scores"))
    """

    REALTIME_UPDATABLE = True

    def __init__(self, artifact: Any, name: str | None = None, compressed: bool = True) -> None:
        self._artifact = artifact
        self._name = name
        self._task_to_dict = TaskToDict(only_repr=compressed)

    def update(self, artifact: Any) -> None:
        self._artifact = artifact

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        shown = self._task_to_dict.infer_object(self._artifact)
        shown["name"] = None if self._name is None else str(self._name)
        part = ArtifactsComponent(data=[shown])
        part.component_id = self.component_id  # type: ignore[assignment]
        return part.render()


class Error(UserComponent):
    """An exception, under a title.

    >>> current.card.append(Error(error, "The table could not be read"))
    """

    def __init__(self, exception: Any, title: str | None = None) -> None:
        self._exception = exception
        self._title = title

    @render_safely
    def render(self) -> Any:
        return LogComponent(f"{self._title}\n\n{self._exception!r}").render()


class Markdown(UserComponent):
    """Text in Markdown; what all lines are indented by is left out.

    >>> current.card.append(Markdown("# Results"))
    """

    REALTIME_UPDATABLE = True

    def __init__(self, text: str | None = None) -> None:
        self._text = _dedented(text)

    def update(self, text: str | None = None) -> None:
        self._text = _dedented(text)

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        part = MarkdownComponent(self._text)
        part.component_id = self.component_id  # type: ignore[assignment]
        return part.render()


class ProgressBar(UserComponent):
    """How far something is; `update(new_value)` while it goes on.

    >>> bar = ProgressBar(max=len(rows), label="Rows")
    """

    type = "progressBar"
    REALTIME_UPDATABLE = True

    def __init__(
        self,
        max: float = 100,
        label: str | None = None,
        value: float = 0,
        unit: str | None = None,
        metadata: str | None = None,
    ) -> None:
        self._max = max
        self._label = label
        self._value = value
        self._unit = unit
        self._metadata = metadata

    def update(self, new_value: float, metadata: str | None = None) -> None:
        self._value = new_value
        if metadata is not None:
            self._metadata = metadata

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        part = {
            "type": self.type,
            "id": self.component_id,
            "max": self._max,
            "value": self._value,
        }
        words = {"label": self._label, "unit": self._unit, "details": self._metadata}
        return {**part, **{name: word for name, word in words.items() if word}}


class PythonCode(UserComponent):
    """Source code: of a function, or a text.

    >>> current.card.append(PythonCode(score))
    """

    def __init__(
        self, code_func: Callable[..., Any] | None = None, code_string: str | None = None
    ) -> None:
        self._code_string = code_string
        if code_func is not None:
            import inspect

            self._code_string = inspect.getsource(code_func)

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        if self._code_string is None:
            return ErrorComponent(
                "`PythonCode` has no code to show",
                "Give it `code_func` or `code_string`",
            ).render()
        part = PythonCodeComponent(self._code_string)
        part.component_id = self.component_id  # type: ignore[assignment]
        return part.render()


def _dedented(text: str | None) -> str | None:
    if text is None:
        return None
    import textwrap

    return textwrap.dedent(text)
