"""Where cards lie: `<root>/F/runs/R/steps/S/tasks/T/cards/<type>[-<id>]-<uuid>.html`, and new data
of one in `…/T/runtime/<same>.data.json`.
"""

from __future__ import annotations

import os
from itertools import count

from ...exception import StorageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._request import CardPlace

FOLDER = "mf.cards"
_PAGES, _DATA = "cards", "runtime"
_serial = count()


class CardFiles:
    """The cards of one task below one root."""

    def __init__(self, root: str, pathspec: str) -> None:
        self.root = root
        flow, run, step, task = pathspec.split("/")
        self._task = f"{flow}/runs/{run}/steps/{step}/tasks/{task}"
        # As cards were kept until the middle of 2022.
        self._old_task = f"{flow}/runs/{run}/tasks/{task}"

    @classmethod
    def of(cls, place: CardPlace) -> CardFiles:
        """Where the cards of a task are written."""
        return cls(card_root(place.datastore_root), place.pathspec)

    def save_page(self, type: str, id: str | None, uuid: str, page: str) -> None:
        self._save(f"{_PAGES}/{_stem(type, id, uuid)}.html", page)

    def save_data(self, type: str, id: str | None, uuid: str, data: str) -> None:
        self._save(f"{_DATA}/{_stem(type, id, uuid)}.data.json", data)

    def pages(self) -> list[str]:
        """Keys below the root, in the order of their names."""
        return self._listed(self._task, _PAGES) or self._listed(self._old_task, _PAGES)

    def data(self) -> list[str]:
        return self._listed(self._task, _DATA)

    def path(self, key: str) -> str:
        return os.path.join(self.root, key)

    def read(self, key: str) -> str:
        with open(self.path(key), encoding="utf-8", newline="") as file:
            return file.read()

    def _listed(self, task: str, kind: str) -> list[str]:
        folder = f"{task}/{kind}"
        try:
            names = sorted(os.listdir(self.path(folder)))
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [f"{folder}/{name}" for name in names if not name.startswith(".")]

    def _save(self, name: str, text: str) -> None:
        """Under a temporary name in the folder above: Metaflow stumbles over other files beside
        cards.
        """
        final = self.path(f"{self._task}/{name}")
        temporary = self.path(f"{self._task}/.card-{os.getpid()}-{next(_serial)}.tmp")
        try:
            os.makedirs(os.path.dirname(final), exist_ok=True)
            with open(temporary, "w", encoding="utf-8", errors="replace", newline="") as file:
                file.write(text)
            os.replace(temporary, final)
        except OSError as error:
            raise StorageError(f"Could not write the card {final}: {error.strerror}") from error


def card_root(datastore_root: str) -> str:
    return configured_root() or f"{datastore_root}/{FOLDER}"


def configured_root() -> str | None:
    """Where all cards lie, when a setting says so."""
    from ..._cli.place import setting

    return setting("METAFLOW_CARD_LOCALROOT")


def _stem(type: str, id: str | None, uuid: str) -> str:
    return "-".join([type, uuid] if id is None else [type, id, uuid])
