"""`ComponentStore`: the components of one card, in order and by id."""

from __future__ import annotations

import time

from .card_modules.card import MetaflowCardComponent, create_component_id
from .card_modules.components import StubComponent
from .exception import ComponentOverwriteNotSupportedException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, ValuesView
    from typing import Any


class ComponentStore:
    """`current.card.components`"""

    def __init__(
        self,
        logger: Callable[..., None],
        card_type: str | None = None,
        components: Iterable[Any] | None = None,
        user_set_id: str | None = None,
    ) -> None:
        self._logger = logger
        self._card_type = card_type
        self._user_set_id = user_set_id
        self._component_map: dict[str, MetaflowCardComponent] = {}
        self.layout_last_changed_on = time.time()
        """When a component came or went; then new data alone can't bring a page up to date."""
        self.extend(components or ())

    def append(self, component: Any, id: str | None = None) -> None:
        if not isinstance(component, MetaflowCardComponent):
            self._logger(
                f"[@card WARNING] {component} is no MetaflowCardComponent and is left out.",
                timestamp=False,
                bad=True,
            )
            return
        if id is not None:
            component.component_id = id
        elif component.component_id is None:
            component.component_id = create_component_id(component)
        component._logger = self._logger
        self._component_map[str(component.component_id)] = component
        self.layout_last_changed_on = time.time()

    def extend(self, components: Iterable[Any]) -> None:
        for component in components:
            self.append(component)

    def clear(self) -> None:
        self._component_map.clear()
        self.layout_last_changed_on = time.time()

    def keys(self) -> list[str]:
        return list(self._component_map)

    def values(self) -> ValuesView[MetaflowCardComponent]:
        return self._component_map.values()

    def __iter__(self) -> Iterator[MetaflowCardComponent]:
        return iter(self._component_map.values())

    def __len__(self) -> int:
        return len(self._component_map)

    def __contains__(self, key: object) -> bool:
        return key in self._component_map

    def __getitem__(self, key: str) -> MetaflowCardComponent:
        if key not in self._component_map:
            # So that an update of what is not there is a warning and no failed step.
            self.append(StubComponent(key), id=key)
        return self._component_map[key]

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self._component_map:
            raise ComponentOverwriteNotSupportedException(key, self._user_set_id, self._card_type)
        self.append(value, id=key)

    def __delitem__(self, key: str) -> None:
        if key not in self._component_map:
            there = ", ".join(self._component_map)
            raise KeyError(f"The card has no component with id `{key}`; it has: {there or 'none'}")
        del self._component_map[key]
        self.layout_last_changed_on = time.time()

    def __str__(self) -> str:
        return f"The card has these components: `{'`, `'.join(self._component_map)}` "
