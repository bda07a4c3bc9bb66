"""What a forked process does before it runs a flow's code, so that no parent's role leaks."""

from __future__ import annotations

from .exits import flush_streams, forget_inherited_handlers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .randomness import RandomStates


def enter_forked_process(random_states: RandomStates) -> None:
    forget_inherited_handlers()
    random_states.enter_child()


def prepare_for_forks() -> None:
    """In the parent, once: empty buffers, so that no child prints them again."""
    import gc
    import warnings  # noqa: F401 - what every child would import

    flush_streams()
    # Garbage collections of children need not touch, and so copy, the parent's pages.
    gc.freeze()
