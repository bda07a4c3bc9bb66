"""Ends process groups: politely first, by force after a grace."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .timers import Timer


class Groups:
    """Remembers which groups were asked to end, and keeps after those whose leader ended first."""

    def __init__(self, later: Callable[[float, Callable[[], None]], Timer]) -> None:
        self._later = later
        self._timers: dict[int, Timer] = {}
        #: Killed after the grace; remembered until the leader's end is known.
        self._killed: set[int] = set()

    def end(self, group: int, grace_seconds: float) -> None:
        """Asks now, and kills whatever is left of the group after the grace."""
        ask_to_end(group)
        previous = self._timers.pop(group, None)
        if previous is not None:
            previous.cancelled = True
        self._timers[group] = self._later(grace_seconds, lambda: self._kill(group))

    def was_ended(self, group: int) -> bool:
        return group in self._timers or group in self._killed

    def leader_ended(self, group: int) -> None:
        """Stops caring once nobody is left: the number may soon belong to someone else."""
        self._killed.discard(group)
        timer = self._timers.get(group)
        if timer is not None and not exists(group):
            timer.cancelled = True
            del self._timers[group]

    def kill_remaining(self) -> None:
        for group in list(self._timers):
            self._kill(group)

    def _kill(self, group: int) -> None:
        timer = self._timers.pop(group, None)
        if timer is not None:
            timer.cancelled = True
        self._killed.add(group)
        kill(group)


def ask_to_end(group: int) -> None:
    if sys.platform == "win32":
        _signal_process(group, signal.CTRL_BREAK_EVENT)
    else:
        _signal_group(group, signal.SIGTERM)


def kill(group: int) -> None:
    if sys.platform == "win32":
        import subprocess

        command = ["taskkill", "/T", "/F", "/PID", str(group)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    else:
        _signal_group(group, signal.SIGKILL)


def kill_leftovers(group: int, leader_status: int) -> None:
    """Of a task that crashed: what it started would wait, and hold memory, for nobody.

    Not after SIGTERM: then the whole group was asked to end and has its grace.
    """
    if sys.platform == "win32" or leader_status == signal.SIGTERM:
        return
    if exists(group):
        kill(group)


def exists(group: int) -> bool:
    """Whether anyone of the group is left. Windows has no groups that outlive their leader."""
    return sys.platform != "win32" and _signal_group(group, 0)


def _signal_group(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _signal_process(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except OSError:
        return
