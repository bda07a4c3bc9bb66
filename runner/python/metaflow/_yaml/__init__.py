"""Reads YAML as configurations are written: block and flow collections, all kinds of scalars,
anchors, merge keys. One document; no tags but those of plain types. Values are those of PyYAML.
"""

from __future__ import annotations

from .errors import YamlError as YamlError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load(text: str) -> Any:
    """The value of a document; None of an empty one. Raises YamlError, with the line."""
    from .block import BlockReader

    return BlockReader(text).read()
