"""Named tuples that are stored in artifacts."""

from __future__ import annotations

from typing import NamedTuple

from ._foreach import ForeachFrame as ForeachFrame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

foreach_frame_field_list = [
    ("step", str),
    ("var", str),
    ("num_splits", int),
    ("index", int),
    ("value", str),
]


def namedtuple_with_defaults(
    typename: str, field_descr: Iterable[tuple[str, type]], defaults: Iterable[Any] = ()
) -> Any:
    """A named tuple whose last fields have `defaults`, and which pickle finds in `__main__`."""
    import __main__

    made: Any = NamedTuple(typename, list(field_descr))  # type: ignore[misc]
    made.__new__.__defaults__ = tuple(defaults)
    made.__module__ = "__main__"
    setattr(__main__, typename, made)
    return made
