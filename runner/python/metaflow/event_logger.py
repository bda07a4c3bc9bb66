"""Where events of a run would be sent. Flowdeck sends none."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class NullEventLogger:
    """Takes events and forgets them; base of loggers that do not."""

    TYPE = "nullSidecarLogger"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        return

    def start(self) -> None:
        """Nothing to start."""

    def terminate(self) -> None:
        """Nothing to end."""

    def send(self, msg: Any) -> None:
        """Forgets it."""

    def log(self, payload: Any) -> None:
        """Forgets it."""

    def add_context(self, context: Any) -> None:
        """Forgets it."""

    @classmethod
    def get_worker(cls) -> None:
        return None
