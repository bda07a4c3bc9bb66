"""@card: a page about the task, made when it has finished and, if asked, while it runs."""

from __future__ import annotations

from ..exception import MetaflowException
from . import StepDecorator, step_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .._attempt import TaskAttempt
    from ..plugins.cards._creation import CardCreator
    from ..plugins.cards._step_card import CardComponentManager


class CardDecorator(StepDecorator):
    """Shows what a task did as an HTML page; a step may have several.

    `type` (default): which page. `id`: its name in `current.card[id]`. `options`: for the page.
    `timeout` (45): seconds that it may take to make it. `refresh_interval` (5): seconds between two
    refreshes that count. `save_errors`: a page that can't be made is replaced by one that says why.
    """

    name = "card"
    defaults = {
        "type": "default",
        "options": {},
        "scope": "task",
        "rank": None,
        "timeout": 45,
        "id": None,
        "save_errors": True,
        "customize": False,
        "refresh_interval": 5,
    }
    allow_multiple = True
    # All cards of the task, kept by the first of them.
    _opened: _Cards | None = None

    def init(self) -> None:
        for name in ("timeout", "refresh_interval"):
            value = self.attributes[name]
            try:
                float(value or 0)
            except (TypeError, ValueError):
                raise MetaflowException(
                    f"@card needs a number of seconds as {name}, not {value!r}"
                ) from None

    def prepare(self) -> None:
        from ..plugins.cards import _preload  # noqa: F401

    def before_step(self, task: TaskAttempt) -> None:
        cards = [each for each in task.node.decorators if isinstance(each, CardDecorator)]
        if cards[0] is self:
            self._opened = _open_cards(task, cards)

    def after_store(self, task: TaskAttempt, ok: bool) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close(ok)


class _Cards:
    """The cards of the running task, and who has them made."""

    def __init__(self, cards: list[CardComponentManager], creator: CardCreator) -> None:
        self.cards = cards
        self.creator = creator

    def close(self, ok: bool) -> None:
        """A task that failed keeps what was shown while it ran."""
        if ok:
            for card in self.cards:
                page, data = (card.request(mode, final=True) for mode in ("render", "refresh"))
                self.creator.create(page, wait=True, after=data)
        self.creator.stop()


def _open_cards(task: TaskAttempt, decorators: list[CardDecorator]) -> _Cards:
    from ..metaflow_current import current
    from ..plugins.cards._creation import CardCreator
    from ..plugins.cards._request import CardPlace
    from ..plugins.cards._step_card import CardComponentManager
    from ..plugins.cards.card_modules._registry import get_card_class
    from ..plugins.cards.component_serializer import CardComponentCollector

    at = task.place
    place = CardPlace(
        at.datastore_root,
        at.flow,
        at.run,
        task.request.step,
        task.request.task,
        task.attempt,
        at.user,
    )
    creator = CardCreator(type(task.flow), place, _log)
    cards = [
        CardComponentManager(
            each.attributes, get_card_class(each.attributes["type"]), creator, _log
        )
        for each in decorators
    ]
    current.__dict__["card"] = CardComponentCollector(cards, _log)
    return _Cards(cards, creator)


def _log(message: str, timestamp: bool = False, bad: bool = False) -> None:
    """Metaflow's loggers take these."""
    import sys

    print(message, file=sys.stderr if bad else sys.stdout, flush=True)


card: Any = step_decorator(CardDecorator)
