"""One `@card` of a running step: what its attributes say, its components, and what it asks to be
made.
"""

from __future__ import annotations

import json
import time

from ._request import CardRequest
from ._store import ComponentStore
from .card_modules._parts import SectionComponent
from .card_modules.card import MetaflowCardComponent
from .card_modules.components import UserComponent
from .card_modules.renderer_tools import why_unusable
from .exception import CARD_ID_PATTERN, TYPE_CHECK_REGEX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ._creation import CardCreator

_SECONDS_BETWEEN_RENDERS = 60


class CardComponentManager:
    """`current.card['id']`"""

    def __init__(
        self,
        attributes: dict[str, Any],
        card_class: Any,
        creator: CardCreator,
        logger: Callable[..., None],
    ) -> None:
        import uuid

        self.uuid = uuid.uuid4().hex
        self.type: str = attributes["type"]
        self.id = _usable_id(attributes["id"], logger)
        self.exists = card_class is not None
        self.editable = self.exists and bool(card_class.ALLOW_USER_COMPONENTS)
        self.runtime = self.exists and bool(card_class.RUNTIME_UPDATABLE)
        # `--with card:customize=True` gives a text.
        self.customize = str(attributes["customize"]) == "True"
        self._attributes = attributes
        self._creator = creator
        self._logger = logger
        self._refresh_interval = float(attributes["refresh_interval"] or 0)
        self._components = ComponentStore(logger, self.type, None, self.id)
        self._data: Any = None
        self._last_refresh = 0.0
        self._last_render = 0.0
        self._last_layout: float | None = None
        self._render_seq = 0

    @property
    def components(self) -> ComponentStore:
        return self._components

    @components.setter
    def components(self, components: Iterable[Any]) -> None:
        self._components = ComponentStore(self._logger, self.type, components, self.id)

    def append(self, component: Any, id: str | None = None) -> None:
        self._components.append(component, id=id)

    def extend(self, components: Iterable[Any]) -> None:
        self._components.extend(components)

    def clear(self) -> None:
        self._components.clear()

    def __iter__(self) -> Iterator[MetaflowCardComponent]:
        return iter(self._components)

    def refresh(self, data: Any = None, force: bool = False) -> None:
        """Shows the card as it is now. Asked for more often than every `refresh_interval` seconds,
        it does nothing.
        """
        self._data = data
        now = time.time()
        if now - self._last_refresh < self._refresh_interval:
            return
        self._last_refresh = now
        layout = self._components.layout_last_changed_on
        stale = now - self._last_render > _SECONDS_BETWEEN_RENDERS
        if not force and not stale and layout == self._last_layout:
            self._creator.create(self.request("refresh"))
            return
        first = self._last_render == 0
        self._render_seq += 1
        self._last_render = now
        self._last_layout = layout
        self._creator.create(self.request("render_runtime"))
        if not first:
            # Whoever shows the page hears of the new one by the token in the data.
            self._creator.create(self.request("refresh"), wait=True)

    def request(self, mode: str, final: bool = False) -> CardRequest:
        """All that another process needs to know to make the card."""
        attributes = self._attributes
        return CardRequest(
            uuid=self.uuid,
            type=self.type,
            id=self.id,
            mode=mode,
            options=attributes["options"],
            timeout=None if attributes["timeout"] is None else int(float(attributes["timeout"])),
            save_errors=str(attributes["save_errors"]) == "True",
            runtime=self.runtime,
            components=[] if mode == "refresh" else self._rendered_components(),
            data=self._latest_data(mode, final),
            record=self._record(),
        )

    def _record(self) -> dict[str, Any]:
        """What the task's metadata say of the card."""
        return {
            "card_uuid": self.uuid,
            "rank": self._attributes["rank"],
            "type": self.type,
            "options": self._attributes["options"],
            "is_editable": self.editable,
            "is_runtime_card": self.runtime,
            "refresh_interval": self._attributes["refresh_interval"],
            "customize": self.customize,
            "id": self.id,
        }

    def _rendered_components(self) -> list[Any]:
        rendered = [each for each in map(_rendered, self._components) if each is not None]
        if rendered and any(isinstance(each, UserComponent) for each in self._components):
            return [SectionComponent(contents=rendered).render()]
        return rendered

    def _latest_data(self, mode: str, final: bool) -> dict[str, Any]:
        rendered = {
            str(each.component_id): _rendered(each)
            for each in self._components
            if each.REALTIME_UPDATABLE
        }
        return {
            "user": self._checked_data(),
            "components": {key: part for key, part in rendered.items() if part is not None},
            "render_seq": "final" if final else self._render_seq,
            "component_update_ts": self._components.layout_last_changed_on,
            "mode": mode,
        }

    def _checked_data(self) -> Any:
        try:
            json.dumps(self._data)
        except (TypeError, ValueError):
            self._logger(
                "[@card WARNING] What `refresh` was given does not fit into JSON and is left out.",
                timestamp=False,
                bad=True,
            )
            return {}
        return self._data


def _rendered(component: MetaflowCardComponent) -> Any:
    """None for what can't be shown: a card must not fail a step."""
    try:
        rendered = component.render()
    except Exception:
        return None
    return rendered if why_unusable(rendered) is None else None


def _usable_id(given: Any, logger: Callable[..., None]) -> str | None:
    if given is None or CARD_ID_PATTERN.match(str(given)):
        return None if given is None else str(given)
    logger(
        f"[@card WARNING] '{given}' can't be the id of a @card, so there is no "
        f"`current.card['{given}']` to add components to. Ids match {TYPE_CHECK_REGEX}.",
        timestamp=False,
        bad=True,
    )
    return None
