"""@retry: how often a failed task is tried again. The scheduler reads it from the description."""

from __future__ import annotations

from .._datastore.layout import MAX_ATTEMPTS
from ..exception import MetaflowException
from . import StepDecorator, step_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._graph import StepNode


class RetryDecorator(StepDecorator):
    """Tries a failed task again.

    `times` (3, at most 4): attempts after the first. `minutes_between_retries` (2): the pause
    before each.
    """

    name = "retry"
    defaults = {"times": 3, "minutes_between_retries": 2}
    stored_defaults = {"times": "3", "minutes_between_retries": "2"}

    def check_step(self, node: StepNode) -> None:
        # Two attempts are kept for the first try and for @catch.
        most = MAX_ATTEMPTS - 2
        if int(self.attributes["times"]) > most:
            raise MetaflowException(
                f"Step {node.name!r} asks for {self.attributes['times']} retries, and "
                f"@retry(times={most}) is the most there can be"
            )


retry = step_decorator(RetryDecorator)
