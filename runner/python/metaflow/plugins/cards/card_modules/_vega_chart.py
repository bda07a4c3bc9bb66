"""`Table` and `VegaChart`, of which one may hold the other."""

from __future__ import annotations

from ._parts import SectionComponent, TableComponent
from ._user import UserComponent
from .card import with_default_component_id
from .convert_to_native_type import TaskToDict, _full_classname
from .renderer_tools import render_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CELL_TYPES = (str, bool, int, float, dict, list, tuple, type(None))


class Table(UserComponent):
    """Rows of texts, numbers and other components.

    >>> current.card.append(Table([["mean", 0.4], ["plot", Image(png)]], headers=["what", "value"]))
    >>> current.card.append(Table.from_dataframe(frame))
    """

    REALTIME_UPDATABLE = True

    def __init__(
        self,
        data: list[list[Any]] | None = None,
        headers: list[str] | None = None,
        disable_updates: bool = False,
    ) -> None:
        headers_fit, data_fit = TableComponent.validate(headers, data)
        self._headers = headers if headers_fit else []
        self._data: list[list[Any]] = data if data_fit and data else [[]]
        if disable_updates:
            self.REALTIME_UPDATABLE = False

    @classmethod
    def from_dataframe(cls, dataframe: Any = None, truncate: bool = True) -> Table:
        """Of a pandas data frame; `truncate` shows the first rows."""
        converter = TaskToDict()
        kind = converter.object_type(dataframe)
        if kind != "pandas.core.frame.DataFrame":
            return cls(headers=[f"A {kind} is no data frame"], disable_updates=True)
        table = converter._parse_pandas_dataframe(dataframe, truncate=truncate)
        return cls(table["data"], table["headers"], disable_updates=True)

    def update(self, *args: Any, **kwargs: Any) -> None:
        self._warn("A `Table` cannot be updated. Update the components in it instead.")

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        for row in self._data:
            for cell in row:
                if isinstance(cell, VegaChart):
                    cell._chart_inside_table = True
        rows = [SectionComponent.render_subcomponents(row, _CELL_TYPES, True) for row in self._data]
        part = TableComponent(headers=self._headers, data=rows)
        part.component_id = self.component_id  # type: ignore[assignment]
        return part.render()


class VegaChart(UserComponent):
    """A chart that a Vega-Lite specification describes.

    >>> current.card.append(VegaChart({"mark": "bar", "data": {"values": rows}, "encoding": …}))
    """

    type = "vegaChart"
    REALTIME_UPDATABLE = True

    def __init__(self, spec: dict[str, Any], show_controls: bool = False) -> None:
        self._spec = spec
        self._show_controls = show_controls
        self._chart_inside_table = False

    @classmethod
    def from_altair_chart(cls, altair_chart: Any) -> VegaChart:
        """Of a chart of the package altair."""
        if not _is_altair(altair_chart):
            raise ValueError(f"A chart of altair is needed, not a {_full_classname(altair_chart)}")
        return cls(spec=altair_chart.to_dict())

    def update(self, spec: Any = None) -> None:
        if _is_altair(spec):
            spec = spec.to_dict()
        if spec is not None:
            self._spec = spec

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        # Also in the object that the step holds, as Metaflow does.
        spec = self._spec
        if self._chart_inside_table:
            if "autosize" not in spec:
                spec["autosize"] = "fit-x"
        elif "width" not in spec:
            spec["width"] = "container"
        part: dict[str, Any] = {"type": self.type, "id": self.component_id, "spec": spec}
        if not self._show_controls:
            part["options"] = {"actions": False}
        return part


def _is_altair(chart: Any) -> bool:
    name = _full_classname(chart)
    return all(part in name for part in ("altair", "vegalite", "Chart"))
