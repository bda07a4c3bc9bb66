"""A foreach input that does not say how long it is, as Metaflow's own tests use it."""

from __future__ import annotations

from ..unbounded_foreach import UnboundedForeachInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


class InternalTestUnboundedForeachInput(UnboundedForeachInput):
    """Around a sequence; the task in front of the others counts it."""

    NAME = "InternalTestUnboundedForeachInput"

    def __init__(self, iterable: Sequence[Any]) -> None:
        self.iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __getitem__(self, key: int | None) -> Any:
        return self if key is None else self.iterable[key]

    def __len__(self) -> int:
        return len(self.iterable)

    def __str__(self) -> str:
        return str(self.iterable)

    def __repr__(self) -> str:
        return f"{self.NAME}({self.iterable})"
