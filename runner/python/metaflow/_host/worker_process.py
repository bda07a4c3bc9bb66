"""The host's side of one fresh interpreter: two threads turn its words and its end into calls."""

from __future__ import annotations

import os
import sys
import threading

from .channel import LineReader, RunnerGone, decode, encode_line, write_all
from .outcome import exited_without_result, usage_numbers, without_result
from .spawning import start_interpreter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

#: What a task has started may hold its pipe open; its own last line is there by then.
_LAST_LINE_SECONDS = 0.5


class Ending:
    """How a worker ended. ``said`` is its last message, None when it died without one."""

    __slots__ = ("cpu_seconds", "max_memory", "said", "status")

    def __init__(self, status: int, cpu_seconds: float, max_memory: int) -> None:
        self.status = status
        self.cpu_seconds = cpu_seconds
        self.max_memory = max_memory
        self.said: dict[str, Any] | None = None

    def unsaid_result(self, *, stopped: bool, out_of_memory: bool) -> dict[str, Any]:
        if sys.platform == "win32":
            return exited_without_result(self.status)
        return without_result(self.status, stopped=stopped, out_of_memory=out_of_memory)


class WorkerProcess:
    """``post(call)`` makes the host's own thread run a call."""

    def __init__(
        self,
        life_fd: int,
        env: Mapping[str, str],
        cwd: str,
        post: Callable[[Callable[[], None]], None],
        on_end: Callable[[WorkerProcess, Ending], None],
    ) -> None:
        requests_fd, self._requests_fd = os.pipe()
        self._replies_fd, replies_fd = os.pipe()
        try:
            self._process = start_interpreter((requests_fd, replies_fd, life_fd), env, cwd)
        except OSError:
            os.close(self._requests_fd)
            os.close(self._replies_fd)
            raise
        finally:
            os.close(requests_fd)
            os.close(replies_fd)
        self.pid = self._process.pid
        self._said: dict[str, Any] | None = None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        waiter = threading.Thread(target=self._wait, args=(post, on_end), daemon=True)
        waiter.start()

    def send(self, message: dict[str, Any]) -> None:
        try:
            write_all(self._requests_fd, encode_line(message))
        except RunnerGone:
            pass  # it has died; its end is on the way

    def _read(self) -> None:
        reader = LineReader(self._replies_fd)
        while not reader.ended:
            for line in reader.read():
                self._said = decode(line)
        os.close(self._replies_fd)

    def _wait(
        self,
        post: Callable[[Callable[[], None]], None],
        on_end: Callable[[WorkerProcess, Ending], None],
    ) -> None:
        ending = self._end()
        self._reader.join(_LAST_LINE_SECONDS)
        ending.said = self._said
        os.close(self._requests_fd)
        post(lambda: on_end(self, ending))

    def _end(self) -> Ending:
        if sys.platform == "win32":
            return Ending(self._process.wait(), 0.0, 0)
        _, status, usage = os.wait4(self.pid, 0)
        self._process.returncode = status  # Popen must not wait for it again
        return Ending(status, *usage_numbers(usage))
