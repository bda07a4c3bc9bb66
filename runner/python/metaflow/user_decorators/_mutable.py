"""What the views of flows and of steps that mutators get have in common."""

from __future__ import annotations

from . import duplicates as _duplicates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..flowspec import FlowSpec

    Spec = tuple[str, str, list[Any], dict[str, Any]]


class Mutable:
    """Made for mutators; `inserted_by` names them, the innermost first."""

    IGNORE = _duplicates.IGNORE
    ERROR = _duplicates.ERROR
    OVERRIDE = _duplicates.OVERRIDE

    def __init__(
        self,
        flow_spec: type[FlowSpec],
        pre_mutate: bool,
        statically_defined: bool,
        inserted_by: list[str] | None,
    ) -> None:
        self._flow_cls = flow_spec
        self._pre_mutate = pre_mutate
        self._statically_defined = statically_defined
        self._inserted_by = inserted_by

    @property
    def decorator_specs(self) -> Iterator[Spec]:
        """`(name, full name, arguments, keyword arguments)` of every decorator."""
        raise NotImplementedError

    def has_decorator(self, name: str) -> bool:
        """`name` may be the full one."""
        return bool(self.get_decorator_specs(name))

    def get_decorator_specs(self, name: str) -> list[Spec]:
        return [spec for spec in self.decorator_specs if matches(spec, name)]


def matches(spec: Spec, name: str) -> bool:
    return name == (spec[1] if "." in name else spec[0])
