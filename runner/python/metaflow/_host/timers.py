"""Calls that are due later, for loops that wait with a timeout."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Timer:
    """A call that is due at ``deadline`` (monotonic seconds) unless cancelled."""

    __slots__ = ("call", "cancelled", "deadline")

    def __init__(self, deadline: float, call: Callable[[], None]) -> None:
        self.deadline = deadline
        self.call = call
        self.cancelled = False


class Timers:
    def __init__(self) -> None:
        self._timers: list[Timer] = []

    def later(self, seconds: float, call: Callable[[], None]) -> Timer:
        timer = Timer(time.monotonic() + seconds, call)
        self._timers.append(timer)
        return timer

    def patience(self) -> float | None:
        """Seconds until the next call is due, or None to wait for ever."""
        pending = [timer.deadline for timer in self._timers if not timer.cancelled]
        return max(0.0, min(pending) - time.monotonic()) if pending else None

    def run_due(self) -> None:
        if not self._timers:
            return
        now = time.monotonic()
        due = [timer for timer in self._timers if timer.deadline <= now]
        self._timers = [one for one in self._timers if one.deadline > now and not one.cancelled]
        for timer in due:
            if not timer.cancelled:
                timer.call()
