"""What of a flow's decorators counts when one step of it is spun: it runs here, and only once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def leave_out_decorators(flow_class: type, skip_all: bool, echo: Callable[..., None]) -> None:
    """Takes off what a spun step goes without, and says so unless that was asked for."""
    from metaflow._classes import steps_of
    from metaflow.metaflow_config import SPIN_ALLOWED_DECORATORS

    ignored: dict[str, None] = {}
    for step in steps_of(flow_class).values():
        kept = [] if skip_all else [d for d in step.decorators if d.name in SPIN_ALLOWED_DECORATORS]
        ignored.update((d.name, None) for d in step.decorators if d not in kept)
        step.decorators[:] = kept
    # The graph is read anew, without them.
    if "_graph" in flow_class.__dict__:
        del flow_class._graph  # type: ignore[attr-defined]
    for name in () if skip_all else ignored:
        echo(
            f"[Warning] Spun without @{name}: it has no effect outside of a run.",
            err=False,
        )
