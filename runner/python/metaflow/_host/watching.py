"""What `python flow.py run` notices of its file from the import of this package on, in case it
becomes the host of a run. Other processes that import us pay nothing.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .randomness import SeedWatch

_WORDS = frozenset({"run", "resume", "spin"})
_watch: SeedWatch | None = None


def watch_from_import() -> None:
    global _watch
    # A host, or a worker of one, watches by itself.
    if _WORDS.isdisjoint(sys.argv) or "metaflow._host.host" in sys.modules:
        return
    from .randomness import SeedWatch

    _watch = SeedWatch()
    _watch.install()


def seeds_since_import() -> SeedWatch | None:
    return _watch
