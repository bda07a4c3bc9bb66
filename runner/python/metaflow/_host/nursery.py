"""Forks children and learns how they end. Knows nothing of tasks."""

from __future__ import annotations

import os
import signal

from .channel import LineReader
from .guard import LifePipe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from .loop import Loop


#: How children ended that no nursery has forked (the runner, what the import began), by pid.
other_ends: dict[int, int] = {}


class Child:
    """A forked process that leads its own group. ``on_line`` gets each line that it writes."""

    __slots__ = ("on_end", "on_line", "pid", "reader")

    def __init__(
        self,
        pid: int,
        reader: LineReader,
        on_line: Callable[[bytes], None],
        on_end: Callable[[int, Any], None],
    ) -> None:
        self.pid = pid
        self.reader = reader
        self.on_line = on_line
        self.on_end = on_end


class Nursery:
    """Children live no longer than the process that owns the nursery (guard.py)."""

    def __init__(self, loop: Loop) -> None:
        self.children: dict[int, Child] = {}
        self._loop = loop
        self._life = LifePipe()
        loop.owned.update((self._life.read_fd, self._life.write_fd))
        loop.on_signal(signal.SIGCHLD, self._reap)

    def fork(
        self,
        body: Callable[[int], NoReturn],
        on_line: Callable[[bytes], None],
        on_end: Callable[[int, Any], None],
    ) -> int:
        """Runs ``body(write_fd)`` in a child and returns its pid.

        ``on_end`` gets the wait status and the resource usage, after the last line. Raises OSError
        when the system has no descriptors or processes left.
        """
        read_fd, write_fd = os.pipe()
        try:
            pid = os.fork()
        except OSError:
            os.close(read_fd)
            os.close(write_fd)
            raise
        if pid == 0:
            try:
                self._enter_child(read_fd)
                body(write_fd)
            finally:
                # Whatever happened: a child never returns into the code that forked it.
                os._exit(70)
        os.close(write_fd)
        _lead_own_group(pid)
        os.set_blocking(read_fd, False)
        child = Child(pid, LineReader(read_fd), on_line, on_end)
        self.children[pid] = child
        self._loop.watch(read_fd, lambda: self._read(child))
        return pid

    def _enter_child(self, read_fd: int) -> None:
        os.setpgid(0, 0)
        guard = self._life.bind_this_group()
        os.close(read_fd)
        self._loop.abandon()
        # A template's own loop must close the guard in the children that it forks.
        self.guard_fd = guard

    def _read(self, child: Child) -> None:
        lines = child.reader.read()
        if child.reader.ended:
            self._loop.unwatch(child.reader.fd)
        for line in lines:
            child.on_line(line)

    def _reap(self) -> None:
        # The flow's import may have left children of its own; they are reaped, too.
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self.children.pop(pid, None)
            if child is not None:
                self._finish(child, status, usage)
            else:
                other_ends[pid] = status

    def _finish(self, child: Child, status: int, usage: Any) -> None:
        # Not "until the end": what the task has started may hold the pipe open.
        while not child.reader.ended:
            lines = child.reader.read()
            for line in lines:
                child.on_line(line)
            if not lines:
                break
        self._loop.close(child.reader.fd)
        child.on_end(status, usage)


def _lead_own_group(pid: int) -> None:
    """Parent and child both do it, so that neither has to wait for the other."""
    try:
        os.setpgid(pid, pid)
    except (PermissionError, ProcessLookupError):
        pass  # the child was first, or has already ended
