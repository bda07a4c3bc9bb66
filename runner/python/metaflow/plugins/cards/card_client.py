"""`get_cards`: the cards of a task, for programs and notebooks."""

from __future__ import annotations

from .card_datastore import CardDatastore, datastore_of
from .card_resolver import resumed_info
from .exception import IncorrectArgumentException, IncorrectPathspecException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...client import Task

_TYPE = type


class Card:
    """One card; its page is read when `get` is called or a notebook shows it."""

    def __init__(
        self,
        card_ds: CardDatastore,
        type: str,
        path: str,
        hash: str,
        id: str | None = None,
        html: str | None = None,
        from_resumed: bool = False,
        origin_pathspec: str | None = None,
    ) -> None:
        self._card_ds = card_ds
        self._path = path
        self._card_id = id
        self._html = html
        self.type = type
        self.hash = hash
        self.from_resumed = from_resumed
        self.origin_pathspec = origin_pathspec

    def get(self) -> str:
        """The page as HTML."""
        if self._html is None:
            self._html = self._card_ds.get_card_html(self._path)
        return self._html

    def get_data(self) -> dict[str, Any] | None:
        """What was last given to the page while its task ran: `reload_token`, `data`, `created_on`.
        None when the card never changes.
        """
        paths = self._card_ds.extract_data_paths(self.type, self.hash, self._card_id)
        if not paths:
            return None
        data: dict[str, Any] = self._card_ds.get_card_data(paths[0])
        return data

    @property
    def path(self) -> str:
        """Its place below the root of all cards."""
        return self._path

    @property
    def id(self) -> str | None:
        """As in `@card(id=…)`."""
        return self._card_id

    def view(self) -> None:
        """Opens the page in a browser."""
        import os
        import pathlib
        import tempfile
        import webbrowser

        # The browser reads it when it likes: it stays until the system tidies up.
        descriptor, name = tempfile.mkstemp(suffix=".html")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(self.get())
        webbrowser.open(pathlib.Path(name).as_uri())

    def _repr_html_(self) -> str:
        import uuid

        container = uuid.uuid4()
        return (
            f"<script type='text/javascript'>var mfContainerId = '{container}';</script>\n"
            f"<div class='embed' data-container='{container}'>{self.get()}</div>"
        )

    def __str__(self) -> str:
        return f"<Card at '{self._path}'>"


class CardContainer:
    """The cards that `get_cards` found; works like a list that doesn't change."""

    def __init__(
        self, card_paths: list[str], card_ds: CardDatastore, origin_pathspec: str | None = None
    ) -> None:
        self._card_paths = card_paths
        self._card_ds = card_ds
        self.from_resumed = origin_pathspec is not None
        self.origin_pathspec = origin_pathspec

    def __len__(self) -> int:
        return len(self._card_paths)

    def __iter__(self) -> Iterator[Card]:
        return (self[at] for at in range(len(self)))

    def __getitem__(self, index: int) -> Card:
        path = self._card_paths[index]
        info = self._card_ds.info_from_path(path)
        return Card(
            self._card_ds,
            info.type,
            path,
            info.hash,
            info.id,
            from_resumed=self.from_resumed,
            origin_pathspec=self.origin_pathspec,
        )

    def _repr_html_(self) -> str:
        import html

        return "\n".join(
            f"<h1>Card of type {html.escape(card.type.title())}</h1>{card._repr_html_()}"
            for card in self
        )


def get_cards(
    task: str | Task,
    id: str | None = None,
    type: str | None = None,
    follow_resumed: bool = True,
) -> CardContainer:
    """The cards of a task, by type and id if asked. `task`: a Task, or `flow/run/step/task`.

    >>> get_cards("TrainFlow/1795447363/train/3", type="default")[0].get()
    """
    from ... import namespace
    from ...client import Task as ClientTask

    if isinstance(task, str):
        if len(task.split("/")) != 4:
            raise IncorrectPathspecException(task)
        # Whoever names a task exactly means it, in whatever namespace it is.
        namespace(None)
        task = ClientTask(task)
    elif not isinstance(task, ClientTask):
        raise IncorrectArgumentException(_TYPE(task))
    origin = resumed_info(task) if follow_resumed else None
    if origin is not None:
        task = ClientTask(origin, _namespace_check=False)
    found = datastore_of(task)
    paths = found.extract_card_paths(card_type=type, card_id=id)
    return CardContainer(paths, found, origin)
