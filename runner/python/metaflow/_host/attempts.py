"""Task attempts as forked children: a queue of those to start, and replies as they fare."""

from __future__ import annotations

import errno
from collections import deque

from .birth import enter_forked_process
from .channel import decode
from .groups import kill_leftovers
from .outcome import (
    MemoryWitness,
    ended_message,
    failed,
    started_message,
    usage_numbers,
    without_result,
)
from .task_process import run_attempt_here, store_parameters_here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from .nursery import Nursery
    from .protocol import RunPlace
    from .randomness import RandomStates

#: The system is out of processes, memory or descriptors just now; ends of other children help.
_BUSY_SYSTEM = {errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE}


def _never(_group: int) -> bool:
    return False


class Attempts:
    """``reply`` gets messages; ``was_stopped`` tells whether we ended a process group."""

    place: RunPlace

    def __init__(
        self,
        nursery: Nursery,
        flow_class: type,
        random_states: RandomStates,
        reply: Callable[[dict[str, Any]], None],
        memory: MemoryWitness,
        was_stopped: Callable[[int], bool] = _never,
    ) -> None:
        self.on_idle: Callable[[], None] = _nothing
        self._nursery = nursery
        self._flow_class = flow_class
        self._random_states = random_states
        self._reply = reply
        self._was_stopped = was_stopped
        self._queue: deque[tuple[dict[str, Any], Any]] = deque()
        self._running = 0
        self._memory = memory

    @property
    def idle(self) -> bool:
        return not self._queue and self._running == 0

    def add(self, attempt: dict[str, Any], foreach: Any = None) -> None:
        self._queue.append((attempt, foreach))

    def withdraw(self, key: tuple[str, str, int]) -> bool:
        """Takes back an attempt that has not started, and says so."""
        for entry in self._queue:
            if attempt_key(entry[0]) == key:
                self._queue.remove(entry)
                stopped = failed("signal", "The attempt was stopped before it began")
                self._reply(ended_message(entry[0], stopped, 0.0, 0))
                return True
        return False

    def start_next(self) -> bool:
        """Starts one waiting attempt; whether another could be started at once."""
        if not self._queue:
            return False
        attempt, foreach = self._queue[0]
        place, flow_class = self.place, self._flow_class

        def body(write_fd: int) -> NoReturn:
            enter_forked_process(self._random_states)
            run_attempt_here(flow_class, place, attempt, foreach, write_fd, forked=True)

        try:
            pid = self._fork(attempt, body)
        except OSError as error:
            if error.errno in _BUSY_SYSTEM and self._running > 0:
                return False
            self._queue.popleft()
            text = f"The system cannot start another process: {error.strerror}"
            self._reply(ended_message(attempt, failed("host", text), 0.0, 0))
            return bool(self._queue)
        self._queue.popleft()
        self._reply(started_message(attempt, pid))
        return bool(self._queue)

    def store_parameters(self, attempt: dict[str, Any], values: dict[str, str]) -> int:
        place, flow_class = self.place, self._flow_class

        def body(write_fd: int) -> NoReturn:
            enter_forked_process(self._random_states)
            store_parameters_here(flow_class, place, attempt, values, write_fd, forked=True)

        return self._fork(attempt, body)

    def _fork(self, attempt: dict[str, Any], body: Callable[[int], NoReturn]) -> int:
        said: list[dict[str, Any]] = []

        def on_line(line: bytes) -> None:
            said.append(decode(line))

        def on_end(status: int, usage: Any) -> None:
            self._running -= 1
            result = said[-1] if said else self._unsaid(pid, status)
            cpu_seconds, max_memory = usage_numbers(usage)
            self._reply(ended_message(attempt, result, cpu_seconds, max_memory))
            self.on_idle()

        pid = self._nursery.fork(body, on_line, on_end)
        self._running += 1
        return pid

    def _unsaid(self, pid: int, status: int) -> dict[str, Any]:
        kill_leftovers(pid, status)
        stopped = self._was_stopped(pid)
        out_of_memory = not stopped and self._memory.saw_kill()
        return without_result(status, stopped=stopped, out_of_memory=out_of_memory)


def attempt_key(attempt: dict[str, Any]) -> tuple[str, str, int]:
    return attempt["step"], attempt["task"], attempt["attempt"]


def _nothing() -> None:
    pass
