"""`current.card`: all cards of the running step, and the one that is meant when none is named."""

from __future__ import annotations

from ._step_card import CardComponentManager as CardComponentManager
from ._store import ComponentStore as ComponentStore
from .card_modules._parts import ErrorComponent
from .card_modules._registry import get_card_class as get_card_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any


class WarningComponent(ErrorComponent):
    def __init__(self, warning_message: str) -> None:
        super().__init__("@card WARNING", warning_message)


class CardComponentCollector:
    """The default card is the editable one: the only one, the only one without an id, or the one
    with `customize=True`.
    """

    def __init__(self, cards: list[CardComponentManager], logger: Callable[..., None]) -> None:
        self._cards = cards
        self._logger = logger
        self._warned: set[str] = set()
        self._by_id = self._cards_by_id()
        self._default = self._default_card()

    def __getitem__(self, key: str) -> Any:
        if key in self._by_id:
            return self._by_id[key]
        self._warn_of(f"[{key}]", _no_such_card(key), "`current.card` gives an empty list for it.")
        return []

    def __setitem__(self, key: str, value: list[Any]) -> None:
        if key not in self._by_id:
            self._warning(_no_such_card(key))
        elif not isinstance(value, list):
            self._warning(
                f"`current.card['{key}']` stays as it was: it can be set to a list "
                "of components only."
            )
        else:
            self._by_id[key].components = value

    def get(self, type: str | None = None) -> list[CardComponentManager]:
        """The cards of this type."""
        return [card for card in self._cards if card.type == type]

    def append(self, component: Any, id: str | None = None) -> None:
        card = self._card_for("append")
        if card is not None:
            card.append(component, id=id)

    def extend(self, components: Iterable[Any]) -> None:
        card = self._card_for("extend")
        if card is not None:
            card.extend(components)

    @property
    def components(self) -> ComponentStore | None:
        card = self._card_for("components")
        return None if card is None else card.components

    @components.setter
    def components(self, components: Iterable[Any]) -> None:
        card = self._card_for("components")
        if card is not None:
            card.components = components

    def clear(self) -> None:
        if self._default is not None:
            self._default.clear()

    def refresh(self, *args: Any, **kwargs: Any) -> None:
        if self._default is not None:
            self._default.refresh(*args, **kwargs)

    def _cards_by_id(self) -> dict[str, CardComponentManager]:
        if not any(card.editable for card in self._cards):
            return {}
        named = [(card.id, card) for card in self._cards if card.id is not None]
        names = [name for name, _ in named]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            self._warning(
                f"Several `@card` decorators have the same id: {', '.join(twice)}. There is no "
                f"`current.card['{twice[0]}']` then"
            )
        return {name: card for name, card in named if name not in twice}

    def _default_card(self) -> CardComponentManager | None:
        editable = [card for card in self._cards if card.editable]
        if len(editable) == 1:
            return editable[0]
        custom = [card for card in editable if card.customize]
        if len(custom) == 1:
            return custom[0]
        if custom:
            self._warning(
                "More than one @card of the step has `customize=True`, so `current.card.append` "
                "passes over all of them. Leave it to one."
            )
        unnamed = [card for card in editable if card.id is None]
        return unnamed[0] if len(unnamed) == 1 else None

    def _card_for(self, use: str) -> CardComponentManager | None:
        if self._default is None:
            why, remedy = self._why_none()
            self._warn_of(use, f"{why} `current.card.{use}` will not work in this task.", remedy)
        return self._default

    def _why_none(self) -> tuple[str, str]:
        if len(self._cards) > 1:
            return (
                "The step has several @card decorators: `current.card` could mean any of them.",
                "Give each an `id` and use `current.card[id]`.",
            )
        card = self._cards[0]
        if card.exists:
            return (
                f"Components cannot be added to a card of type `{card.type}`.",
                "The types default and blank take them.",
            )
        return f"There is no card of type `{card.type}`.", "Is it spelt right?"

    def _warn_of(self, what: str, *sentences: str) -> None:
        """Once in the log and on the cards themselves."""
        if what in self._warned:
            return
        self._warned.add(what)
        self._warning(" ".join(sentences))
        if _are_silent():
            return
        for card in self._cards:
            card.append(WarningComponent("\n".join(sentences)))

    def _warning(self, message: str) -> None:
        self._logger(f"[@card WARNING] {message}", timestamp=False, bad=True)


def _are_silent() -> bool:
    """Warnings are kept off the cards."""
    from ..._cli.place import setting

    return setting("METAFLOW_CARD_NO_WARNING") not in (None, "", "0", "False", "false")


def _no_such_card(key: str) -> str:
    return (
        f"There is no `current.card['{key}']`, as no @card of the step has that id: write "
        f"@card(id='{key}')."
    )
