"""The kinds of cards there are: ours, and those of installed `metaflow_extensions`."""

from __future__ import annotations

from .card import MetaflowCard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

_EXTENSIONS = "metaflow_extensions"
_found: list[type[MetaflowCard]] = []


def get_card_class(card_type: str | None) -> type[MetaflowCard] | None:
    """None when there is no card of this type."""
    return next((card for card in all_cards() if card.type == card_type), None)


def all_cards() -> list[type[MetaflowCard]]:
    """A type that is there twice belongs to the first."""
    if not _found:
        from . import _cards, test_cards

        own = [*_cards.CARDS, *test_cards.CARDS]
        _found.extend(own)
        _found.extend(card for card in extension_cards() if card not in own)
    return _found


def extension_cards() -> list[type[MetaflowCard]]:
    """The `CARDS` of the packages `metaflow_extensions.<organisation>.plugins.cards…`."""
    cards = []
    for module in _card_packages():
        listed = getattr(module, "CARDS", None)
        for card in listed if isinstance(listed, list) else ():
            if isinstance(card, type) and issubclass(card, MetaflowCard) and card.type:
                cards.append(card)
    return cards


def _card_packages() -> list[ModuleType]:
    packages = []
    for organisation in _packages_in(_EXTENSIONS):
        folder = f"{organisation}.plugins.cards"
        found = _imported(folder)
        if found is None:
            continue
        if getattr(found, "__file__", None):
            packages.append(found)
        else:
            # A folder without __init__.py: the packages in it bring cards.
            packages.extend(filter(None, map(_imported, _packages_in(folder))))
        packages.extend(_of_meta_modules(found))
    return packages


def _of_meta_modules(package: ModuleType) -> list[ModuleType]:
    """`mfextinit_<name>.py`: an `__init__` for a namespace that several packages share."""
    import pkgutil

    modules = [
        _imported(f"{package.__name__}.{each.name}")
        for each in pkgutil.iter_modules(package.__path__)
        if each.name.startswith("mfextinit")
    ]
    return [module for module in modules if module is not None]


def _packages_in(name: str) -> list[str]:
    """Namespace packages, too: those have no `__init__.py` and pkgutil passes over them."""
    import os

    package = _imported(name)
    folders = getattr(package, "__path__", ())
    found: dict[str, None] = {}
    for folder in folders:
        try:
            entries = sorted(os.scandir(folder), key=lambda each: each.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.isidentifier() and entry.is_dir() and entry.name != "__pycache__":
                found[f"{name}.{entry.name}"] = None
    return list(found)


def _imported(name: str) -> ModuleType | None:
    """None when it is not there or can't be imported: a card that is broken stays away alone."""
    import importlib

    try:
        return importlib.import_module(name)
    except Exception:
        return None
