"""What happens when a decorator is added that is there already."""

from __future__ import annotations

IGNORE = 1
"""The one that is there stays."""
ERROR = 2
"""An error when both stand in the source; else as IGNORE."""
OVERRIDE = 3
"""The new one replaces it."""


def check(duplicates: int) -> None:
    if duplicates not in (IGNORE, ERROR, OVERRIDE):
        raise ValueError(f"Invalid duplicates value: {duplicates}")
