"""`profile`: how long a block took."""

from __future__ import annotations

import time
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_started = time.time()


@contextmanager
def profile(label: str, stats_dict: dict[str, int] | None = None) -> Iterator[None]:
    """Prints the milliseconds of the block under it, or adds them to `stats_dict[label]`."""
    if stats_dict is None:
        print(f"PROFILE: {label} starting")
    start = time.time()
    yield
    took = int((time.time() - start) * 1000)
    if stats_dict is None:
        print(f"PROFILE: {label} completed in {took}ms")
    else:
        stats_dict[label] = stats_dict.get(label, 0) + took


def from_start(msg: str) -> None:
    """Prints `msg` with the time since the process came here, if PROFILE_FROM_START is set."""
    from . import metaflow_config

    if metaflow_config.PROFILE_FROM_START:
        took = int((time.time() - _started) * 1000)
        print(f"From start: {msg} took {took}ms")
