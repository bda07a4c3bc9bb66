"""A pandas data frame as rows of what JSON can keep."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SHOWN_ROWS = 5
_LONGEST = 30
_TIME = "%Y-%m-%dT%H:%M:%S%Z"


def table_of_frame(frame: Any, truncate: bool) -> dict[str, Any]:
    """`full_size` is (rows, columns) of the frame; the index comes first in every row."""
    shown = frame.head(_SHOWN_ROWS) if truncate else frame
    columns = [_cells(shown.iloc[:, at]) for at in range(shown.shape[1])]
    rows = [
        [index, *(column[at] for column in columns)]
        for at, index in enumerate(_index_cells(shown.index))
    ]
    return {
        "full_size": (len(frame), len(frame.columns)),
        "headers": ["", *frame.columns],
        "data": rows,
        "truncated": truncate,
    }


def _index_cells(index: Any) -> list[Any]:
    if getattr(index, "nlevels", 1) == 1:
        return _cells(index.to_series())
    levels = [_cells(index.get_level_values(at).to_series()) for at in range(index.nlevels)]
    return list(zip(*levels))


def _cells(column: Any) -> list[Any]:
    kind = str(column.dtype)
    missing = column.isna().tolist()
    try:
        values = _values(column, kind)
    except (TypeError, ValueError, AttributeError):
        return [f"Unsupported type: {kind}"] * len(column)
    return ["null" if gone else value for gone, value in zip(missing, values)]


def _values(column: Any, kind: str) -> list[Any]:
    if kind.startswith(("int", "float", "bool")):
        return list(column.tolist())
    if "datetime64" in kind:
        return list(column.dt.strftime(_TIME).tolist())
    if "timedelta" in kind:
        return list(column.dt.total_seconds().tolist())
    return [_short(str(value)) for value in column.tolist()]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
