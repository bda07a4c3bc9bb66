"""Binds the life of a task's process group to the life of the process that began it (Linux).

The parent holds the only writing end of a pipe. Every child opens the reading end anew and asks
the kernel to send SIGKILL to the child's whole process group as soon as the last writer is gone
(fcntl(2): F_SETSIG, F_SETOWN). So not even a parent that is killed with -9 leaves processes behind,
and no thread in the child has to watch. PR_SET_PDEATHSIG would reach the child alone, not what it
started.
"""

from __future__ import annotations

import fcntl
import os
import signal

# Plain numbers: an enum member costs a child more than the system call.
_SIGKILL = int(signal.SIGKILL)
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_ARM = os.O_NONBLOCK | os.O_ASYNC


class LifePipe:
    """``write_fd`` stays open in the parent; children must close it."""

    def __init__(self) -> None:
        self.read_fd, self.write_fd = os.pipe()
        # By the parent's number: /proc/self would be built anew for every child.
        self._path = f"/proc/{os.getpid()}/fd/{self.read_fd}"

    def bind_this_group(self) -> int:
        return bind_this_group(self._path)


def bind_this_group(life: str) -> int:
    """In a child that leads its own group; returns the descriptor to keep open.

    ``life`` is the reading end's name in /proc. Closing this process's copy of the writing end must
    come after: if the parent has died meanwhile, that close is the last one and ends the child too,
    so there is no gap.
    """
    # Opened anew because the owner of F_SETOWN belongs to the open file, which a fork shares.
    guard = os.open(life, _OPEN)
    fcntl.fcntl(guard, fcntl.F_SETSIG, _SIGKILL)
    fcntl.fcntl(guard, fcntl.F_SETOWN, -os.getpid())
    fcntl.fcntl(guard, fcntl.F_SETFL, _ARM)
    return guard
