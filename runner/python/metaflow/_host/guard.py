"""Binds the life of a task's process group to the life of the process that began it (Linux).

The parent holds the only writing end of a pipe. Every child opens the reading end anew and asks
the kernel to send SIGKILL to the child's whole process group as soon as the last writer is gone
(fcntl(2): F_SETSIG, F_SETOWN). So not even a parent that is killed with -9 leaves processes behind,
and no thread in the child has to watch. PR_SET_PDEATHSIG would reach the child alone, not what it
started.
"""

from __future__ import annotations

import os
import signal


class LifePipe:
    """``write_fd`` stays open in the parent; children must close it."""

    def __init__(self) -> None:
        self.read_fd, self.write_fd = os.pipe()


def bind_this_group(read_fd: int) -> int:
    """In a child that leads its own group; returns the descriptor to keep open.

    Closing this process's copy of ``write_fd`` must come after: if the parent has died meanwhile,
    that close is the last one and ends the child too, so there is no gap.
    """
    import fcntl

    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    # Opened anew because the owner of F_SETOWN belongs to the open file, which a fork shares.
    guard = os.open(f"/proc/self/fd/{read_fd}", flags)
    fcntl.fcntl(guard, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(guard, fcntl.F_SETOWN, -os.getpid())
    fcntl.fcntl(guard, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
    return guard
