"""Writes to a process that may not be reading yet, without waiting for it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .loop import Loop


class Outbox:
    """Takes over the descriptor and closes it after ``finish``, once everything is written."""

    def __init__(self, loop: Loop, fd: int) -> None:
        os.set_blocking(fd, False)
        loop.owned.add(fd)
        self._loop = loop
        self._fd: int | None = fd
        self._rest = b""
        self._finished = False

    def send(self, data: bytes) -> None:
        waiting = bool(self._rest)
        self._rest += data
        if not waiting:
            self._write()

    def finish(self) -> None:
        self._finished = True
        if not self._rest:
            self._close()

    def _write(self) -> None:
        if self._fd is None:
            return
        try:
            self._rest = self._rest[os.write(self._fd, self._rest) :]
        except BlockingIOError:
            pass
        except (BrokenPipeError, ConnectionResetError):
            # The reader has died; its end is told by whoever reaps it.
            self._close()
            return
        if self._rest:
            self._loop.watch(self._fd, self._write, writable=True)
        else:
            self._loop.unwatch(self._fd)
            if self._finished:
                self._close()

    def _close(self) -> None:
        if self._fd is not None:
            self._loop.close(self._fd)
            self._fd = None
            self._rest = b""
