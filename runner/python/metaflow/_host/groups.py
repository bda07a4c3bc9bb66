"""Ends process groups: politely first, by force after a grace."""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .loop import Loop, Timer


class Groups:
    """Remembers which groups were asked to end, and keeps after those whose leader ended first."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._timers: dict[int, Timer] = {}

    def end(self, group: int, grace_seconds: float) -> None:
        """SIGTERM now, SIGKILL after the grace to whatever is left of the group."""
        send(group, signal.SIGTERM)
        previous = self._timers.pop(group, None)
        if previous is not None:
            previous.cancelled = True
        self._timers[group] = self._loop.later(grace_seconds, lambda: self._kill(group))

    def was_ended(self, group: int) -> bool:
        return group in self._timers

    def leader_ended(self, group: int) -> None:
        """Stops caring once nobody is left: the number may soon belong to someone else."""
        timer = self._timers.get(group)
        if timer is not None and not send(group, 0):
            timer.cancelled = True
            del self._timers[group]

    def kill_remaining(self) -> None:
        for group in list(self._timers):
            self._kill(group)

    def _kill(self, group: int) -> None:
        timer = self._timers.pop(group, None)
        if timer is not None:
            timer.cancelled = True
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Whether the group exists."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
