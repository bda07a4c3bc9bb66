"""Foreach: the frames that tell a task where it stands, and the items that it gets."""

from __future__ import annotations

import sys
from collections import namedtuple
from itertools import islice

from .exception import InvalidNextException, MetaflowDataMissing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._datastore.artifacts import Artifacts

ForeachFrame = namedtuple("ForeachFrame", ["step", "var", "num_splits", "index", "value"])
"""`step` is the step that was split into, `var` the artifact's name, `value` a short text of the
item.
"""
ForeachFrame.__new__.__defaults__ = (None,) * 5

VALUE_LENGTH = 30


def publish_frames() -> None:
    """Metaflow pickles frames as `__main__.ForeachFrame`, so every process that reads or writes one
    needs it there.
    """
    ForeachFrame.__module__ = "__main__"
    main = sys.modules.get("__main__")
    if main is not None and not hasattr(main, "ForeachFrame"):
        main.ForeachFrame = ForeachFrame  # type: ignore[attr-defined]


class ForeachSource:
    """What the tasks of one foreach have in common: loaded once, shared by forks of the process
    that loaded it.
    """

    def __init__(self, artifacts: Artifacts) -> None:
        self.artifacts = artifacts
        self.var: str = artifacts.get("_foreach_var")
        self.num_splits: int | None = artifacts.get("_foreach_num_splits")
        """None when it splits into a gang."""
        self.values: list[str] | None = artifacts.get("_foreach_values")
        self.stack: list[Any] = artifacts.get("_foreach_stack", [])
        self._items: Any = None
        self._loaded = False

    def items(self) -> Any:
        """The artifact that is split over."""
        if not self._loaded:
            self._items = self.artifacts.load(self.var)
            self._loaded = True
        return self._items

    def frames(self, step: str, index: int | None) -> list[Any]:
        """The stack of the task for item `index`."""
        if self.num_splits is None:
            return [*self.stack, ForeachFrame(step, self.var, None, index, None)]
        if index is None or not 0 <= index < self.num_splits:
            raise MetaflowDataMissing(
                f"Step {step!r} follows a foreach over {self.var!r} with {self.num_splits} items, "
                f"but was asked to take item {index}"
            )
        value = self.values[index] if self.values else None
        return [*self.stack, ForeachFrame(step, self.var, self.num_splits, index, value)]


def item_at(items: Any, index: int) -> Any:
    """By index, or by iteration for what has none (a set)."""
    try:
        return items[index]
    except TypeError:
        return next(islice(iter(items), index, index + 1))


def short_texts(step: str, name: str, items: Any) -> list[str]:
    """One text an item. Raises InvalidNextException for what can't be split over, and says what to
    write instead.
    """
    refusal = _refusal(name, items)
    if refusal:
        raise InvalidNextException(f"Step {step!r} can't split over self.{name}: {refusal}")
    try:
        texts = [_short(item) for item in items]
    except Exception as error:
        # An iterator of one's own may raise anything.
        raise InvalidNextException(
            f"Step {step!r} can't split over self.{name}: iterating over it failed with {error!r}"
        ) from error
    if not texts:
        raise InvalidNextException(
            f"Step {step!r} can't split over self.{name}: it is empty, and a foreach needs at "
            "least one item"
        )
    return texts


def _refusal(name: str, items: Any) -> str | None:
    if items is None:
        return "it is None; assign a list to it first"
    if isinstance(items, dict) and list(items) != list(range(len(items))):
        return (
            "a dict has no positions; "
            f"write self.{name} = list(d.items()), list(d) or list(d.values())"
        )
    if hasattr(items, "iloc") and hasattr(items, "columns"):
        return (
            "a data frame iterates over its columns; "
            f'write self.{name} = df.to_dict("records") for rows, or list(df.columns)'
        )
    if not hasattr(items, "__iter__") and not hasattr(items, "__getitem__"):
        return f"{type(items).__name__} is not iterable; assign a list"
    if hasattr(items, "__next__"):
        return f"a generator can be read only once and not be stored; write self.{name} = list(…)"
    if isinstance(items, (set, frozenset)):
        import warnings

        warnings.warn(
            f"self.{name} is a set, whose order is not defined: sorted(…) makes runs repeatable",
            stacklevel=6,
        )
    return None


def _short(item: Any) -> str:
    if isinstance(item, (str, int, float)):
        return str(item)[:VALUE_LENGTH]
    import reprlib

    return reprlib.Repr().repr(item)[:VALUE_LENGTH]
