"""The process that forks the siblings of one foreach, so that their common input is read once.

It loads the variable that the foreach splits over, forks a child a launch, reaps it, and writes the
host's replies for it. It ends when its requests end. If the variable cannot be loaded, the siblings
load it themselves and so fail with proper records.
"""

from __future__ import annotations

import os
import signal

from .attempts import Attempts
from .birth import enter_forked_process
from .channel import LineReader, RunnerGone, decode, encode_line, write_all
from .loop import Loop
from .nursery import Nursery
from .protocol import TaskInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from .outcome import MemoryWitness
    from .protocol import RunPlace
    from .randomness import RandomStates


def run_template(
    flow_class: type,
    place: RunPlace,
    source: dict[str, str],
    requests_fd: int,
    replies_fd: int,
    guard_fd: int,
    random_states: RandomStates,
    memory: MemoryWitness,
) -> NoReturn:
    """In a forked child. ``source`` names the splitting task."""
    enter_forked_process(random_states)
    foreach = _load(flow_class, place, source)
    loop = Loop()
    loop.owned.update((requests_fd, replies_fd, guard_fd))
    loop.on_signal(signal.SIGINT, None)

    def reply(message: dict[str, Any]) -> None:
        write_all(replies_fd, encode_line(message))

    attempts = Attempts(Nursery(loop), flow_class, random_states, reply, memory)
    attempts.place = place
    reader = LineReader(requests_fd)

    def read() -> None:
        for line in reader.read():
            attempts.add(decode(line), foreach)
        if reader.ended:
            loop.unwatch(requests_fd)
        finish_when_idle()

    def finish_when_idle() -> None:
        loop.stopped = reader.ended and attempts.idle

    attempts.on_idle = finish_when_idle
    loop.watch(requests_fd, read)
    try:
        loop.run(attempts.start_next)
    except RunnerGone:
        os._exit(1)
    os._exit(0)


def _load(flow_class: type, place: RunPlace, source: dict[str, str]) -> Any:
    from metaflow._task import load_foreach

    try:
        return load_foreach(flow_class, place, TaskInput(source["step"], source["task"]))
    except Exception:
        return None
