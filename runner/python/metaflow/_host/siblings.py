"""The host's side of a template: passes launches on, relays replies, ends it when it is idle."""

from __future__ import annotations

import os

from .attempts import attempt_key
from .channel import decode, encode_line
from .outbox import Outbox
from .outcome import ended_message, without_result
from .template import run_template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from .loop import Loop
    from .nursery import Nursery
    from .outcome import MemoryWitness
    from .protocol import RunPlace
    from .randomness import RandomStates
    from .timers import Timer

#: Retries and siblings that wait for a free slot come within this time; after it, a template costs
#: less to start again than to keep.
_IDLE_SECONDS = 2.0


class Siblings:
    """Attempts that share one splitting input. ``splits`` is how many there will be, when known."""

    def __init__(
        self,
        loop: Loop,
        source: dict[str, str],
        splits: int | None,
        reply: Callable[[dict[str, Any]], None],
        on_closed: Callable[[], None],
        memory: MemoryWitness,
    ) -> None:
        self.pid = 0
        self._loop = loop
        self._source = source
        self._missing = splits
        self._reply = reply
        self._on_closed = on_closed
        self._memory = memory
        self._open: dict[tuple[str, str, int], dict[str, Any]] = {}
        self._idle_timer: Timer | None = None
        self._outbox: Outbox | None = None

    def start(
        self,
        nursery: Nursery,
        flow_class: type,
        place: RunPlace,
        random_states: RandomStates,
    ) -> None:
        """Raises OSError when the system cannot start a process."""
        requests_fd, outbox_fd = os.pipe()
        # The child must not hold the writing end, or its requests would never end.
        self._loop.owned.add(outbox_fd)

        def body(write_fd: int) -> NoReturn:
            run_template(
                flow_class,
                place,
                self._source,
                requests_fd,
                write_fd,
                nursery.guard_fd,
                random_states,
                self._memory,
            )

        try:
            self.pid = nursery.fork(body, self._relay, self._ended)
        except OSError:
            self._loop.close(outbox_fd)
            raise
        finally:
            os.close(requests_fd)
        self._outbox = Outbox(self._loop, outbox_fd)

    def launch(self, attempt: dict[str, Any]) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancelled = True
            self._idle_timer = None
        self._open[attempt_key(attempt)] = attempt
        if self._outbox is not None:
            self._outbox.send(encode_line(attempt))

    def _relay(self, line: bytes) -> None:
        reply = decode(line)
        if reply["type"] == "attempt_ended":
            self._open.pop(attempt_key(reply), None)
            if self._missing is not None and reply["result"]["state"] != "failed":
                self._missing -= 1
        self._reply(reply)
        if not self._open:
            self._close_when_done()

    def _close_when_done(self) -> None:
        if self._missing is not None and self._missing <= 0:
            self._close()
        elif self._idle_timer is None:
            self._idle_timer = self._loop.later(_IDLE_SECONDS, self._close)

    def _close(self) -> None:
        if self._outbox is None:
            return
        self._outbox.finish()
        self._outbox = None
        self._on_closed()

    def _ended(self, status: int, _usage: Any) -> None:
        """The template is gone; normally nothing is open any more."""
        out_of_memory = bool(self._open) and self._memory.saw_kill()
        for attempt in list(self._open.values()):
            result = without_result(status, stopped=False, out_of_memory=out_of_memory)
            self._reply(ended_message(attempt, result, 0.0, 0))
        self._open.clear()
        self._close()
