"""Finds the cards of a task by type, id or hash."""

from __future__ import annotations

import json
import os
from typing import NamedTuple, Optional

from ._files import FOLDER, CardFiles, configured_root
from .exception import CardNotPresentException, UnresolvableDatastoreException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NUM_SHORT_HASH_CHARS = 5


class CardInfo(NamedTuple):
    """What the name of a card's file says. `hash` is the card's uuid."""

    type: str
    hash: str
    id: Optional[str]  # noqa: UP045 - evaluated when the class is made, on Python 3.9
    filename: str


class CardDatastore:
    """The cards of one task. `roots`: folders `mf.cards`; the first that has any counts."""

    def __init__(self, roots: list[str], pathspec: str) -> None:
        self.pathspec = pathspec
        places = [CardFiles(root, pathspec) for root in dict.fromkeys(roots)]
        self._files = next((place for place in places if place.pages()), places[0])

    @staticmethod
    def info_from_path(path: str, suffix: str = "html") -> CardInfo:
        name = path.replace("\\", "/").rpartition("/")[2]
        parts = name.split("-")
        if len(parts) not in (2, 3):
            raise ValueError(
                f"{name} is not the name of a card's file, which is "
                f"TYPE-HASH.{suffix} or TYPE-ID-HASH.{suffix}"
            )
        hash = parts[-1].split(f".{suffix}")[0]
        return CardInfo(parts[0], hash, parts[1] if len(parts) == 3 else None, name)

    def extract_card_paths(
        self,
        card_type: str | None = None,
        card_hash: str | None = None,
        card_id: str | None = None,
    ) -> list[str]:
        """Raises CardNotPresentException when the task has no card at all."""
        pages = self._files.pages()
        if not pages:
            raise CardNotPresentException(self.pathspec, card_type, card_hash)
        return _matching(pages, "html", card_type, card_hash, card_id)

    def extract_data_paths(
        self,
        card_type: str | None = None,
        card_hash: str | None = None,
        card_id: str | None = None,
    ) -> list[str]:
        return _matching(self._files.data(), "data.json", card_type, card_hash, card_id)

    def get_card_names(self, card_paths: list[str]) -> list[CardInfo]:
        return [self.info_from_path(path) for path in card_paths]

    def get_card_html(self, path: str) -> str:
        return self._files.read(path)

    def get_card_data(self, path: str) -> Any:
        return json.loads(self._files.read(path))

    def create_full_path(self, card_path: str) -> str:
        return self._files.path(card_path)


def datastore_of(task: Any) -> CardDatastore:
    """`task`: of the client, and one that ran itself."""
    fields = task.metadata_dict
    if fields.get("ds-type") is None:
        raise UnresolvableDatastoreException(task)
    return CardDatastore(card_roots(fields.get("ds-root")), task.pathspec)


def card_roots(datastore_root: str | None) -> list[str]:
    """Cards lie beside the data; Metaflow writes them below the working directory instead, also
    when the data are elsewhere.
    """
    configured = configured_root()
    beside = None if datastore_root is None else os.path.join(datastore_root, FOLDER)
    found = [configured, beside, os.path.join(_nearest_root(), FOLDER)]
    return [root for root in found if root]


def _nearest_root() -> str:
    """The `.metaflow` of this folder or of the nearest one above it that has one."""
    here = os.getcwd()
    folder = here
    while not os.path.isdir(os.path.join(folder, ".metaflow")):
        above = os.path.dirname(folder)
        if above == folder:
            return os.path.join(here, ".metaflow")
        folder = above
    return os.path.join(folder, ".metaflow")


def _matching(
    paths: list[str],
    suffix: str,
    card_type: str | None,
    card_hash: str | None,
    card_id: str | None,
) -> list[str]:
    """A hash may be given by its first characters, and then decides without the id."""
    found = []
    for path in paths:
        info = CardDatastore.info_from_path(path, suffix)
        if card_type is not None and info.type != card_type:
            continue
        if card_hash is not None:
            if not info.hash.startswith(card_hash):
                continue
        elif card_id is not None and info.id != card_id:
            continue
        found.append(path)
    return found
