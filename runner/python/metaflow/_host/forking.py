"""The host where fork is safe: one forked child a task attempt."""

from __future__ import annotations

import functools
import os
import signal

from .attempts import Attempts, attempt_key
from .birth import prepare_for_forks
from .bytecode import OwnBytecode
from .channel import RunnerGone, decode, encode_line, write_all
from .groups import Groups, kill
from .loop import Loop
from .nursery import Nursery
from .outcome import MemoryWitness, signalled_message, stopping_signals
from .protocol import RunPlace
from .siblings import Siblings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .channel import LineReader
    from .randomness import RandomStates
    from .snapshot import SnapshotFinder

#: How long tasks may tidy up when the runner has gone.
_GRACE_SECONDS = 1.0


class ForkingHost:
    """Serves requests until `shutdown`, or until the runner is gone."""

    def __init__(
        self,
        flow_class: type,
        requests: LineReader,
        replies_fd: int,
        snapshot: SnapshotFinder,
        random_states: RandomStates,
    ) -> None:
        self._flow_class = flow_class
        self._requests = requests
        self._replies_fd = replies_fd
        self._snapshot = snapshot
        self._random_states = random_states
        self._loop = Loop()
        self._loop.owned.update((requests.fd, replies_fd))
        self._groups = Groups(self._loop.later)
        self._nursery = Nursery(self._loop)
        self._memory = MemoryWitness()
        self._attempts = Attempts(
            self._nursery,
            flow_class,
            random_states,
            self._reply,
            self._memory,
            self._groups.was_ended,
        )
        self._siblings: dict[tuple[str, str], Siblings] = {}
        #: Of tasks that split: how many siblings follow.
        self._splits: dict[tuple[str, str], int] = {}
        #: Process groups of running attempts.
        self._running: dict[tuple[str, str, int], int] = {}
        self._cancelled: dict[tuple[str, str, int], float] = {}
        self._place: RunPlace | None = None

    def serve(self, *, passes_signals: bool = False) -> None:
        self._prepare_steps()
        prepare_for_forks()
        if passes_signals:
            for one in stopping_signals():
                self._loop.on_signal(one, functools.partial(self._pass_on, one))
        else:
            # Ctrl-C in a terminal is the runner's to handle.
            self._loop.on_signal(signal.SIGINT, None)
            self._loop.on_signal(signal.SIGTERM, self._stop)
        self._loop.watch(self._requests.fd, self._read)
        try:
            self._handle_lines(self._requests.waiting())
            self._loop.run(self._attempts.start_next)
        except RunnerGone:
            pass
        self._end_everything()

    def _prepare_steps(self) -> None:
        with OwnBytecode():
            from metaflow._task import prepare_steps

            prepare_steps(self._flow_class)

    def _read(self) -> None:
        self._handle_lines(self._requests.read())
        if self._requests.ended:
            self._stop()

    def _handle_lines(self, lines: list[bytes]) -> None:
        for line in lines:
            request = decode(line)
            handler = _HANDLERS.get(request["type"])
            if handler is not None:
                handler(self, request)

    def _stop(self) -> None:
        self._loop.stopped = True

    def _pass_on(self, number: signal.Signals) -> None:
        write_all(self._replies_fd, encode_line(signalled_message(number)))

    def _shutdown(self, _request: dict[str, Any]) -> None:
        self._stop()

    def _take_snapshot(self, request: dict[str, Any]) -> None:
        self._snapshot.use(request)
        self._snapshot.remember_lines()

    def _store_parameters(self, request: dict[str, Any]) -> None:
        self._place = self._attempts.place = RunPlace.from_json(request["run"])
        self._attempts.store_parameters(request["attempt"], request["values"])

    def _join(self, request: dict[str, Any]) -> None:
        self._place = self._attempts.place = RunPlace.from_json(request["run"])

    def _launch(self, request: dict[str, Any]) -> None:
        for attempt in request["attempts"]:
            siblings = self._siblings_of(attempt)
            if siblings is None:
                self._attempts.add(attempt)
            else:
                siblings.launch(attempt)

    def _siblings_of(self, attempt: dict[str, Any]) -> Siblings | None:
        """None: the attempt is better forked from here."""
        if attempt.get("splitIndex") is None or self._place is None:
            return None
        source = attempt["inputs"][0]
        key = (source["step"], source["task"])
        if self._splits.get(key) == 1:
            return None
        if key not in self._siblings:
            splits = self._splits.get(key)
            siblings = Siblings(
                self._loop,
                source,
                splits,
                self._reply,
                lambda: self._forget_siblings(key),
                self._memory,
            )
            try:
                siblings.start(self._nursery, self._flow_class, self._place, self._random_states)
            except OSError:
                return None  # it waits in the queue of attempts for a calmer system
            self._siblings[key] = siblings
        return self._siblings[key]

    def _forget_siblings(self, key: tuple[str, str]) -> None:
        self._siblings.pop(key, None)

    def _cancel(self, request: dict[str, Any]) -> None:
        for attempt in request["attempts"]:
            key = attempt_key(attempt)
            group = self._running.get(key)
            if group is not None:
                self._groups.end(group, request["graceSeconds"])
            elif not self._attempts.withdraw(key):
                # Not begun by its template yet (or already over).
                self._cancelled[key] = request["graceSeconds"]

    def _reply(self, message: dict[str, Any]) -> None:
        key = attempt_key(message)
        if message["type"] == "attempt_started":
            self._running[key] = message["pid"]
            if key in self._cancelled:
                self._groups.end(message["pid"], self._cancelled.pop(key))
        else:
            self._note_end(key, message)
        write_all(self._replies_fd, encode_line(message))

    def _note_end(self, key: tuple[str, str, int], message: dict[str, Any]) -> None:
        self._cancelled.pop(key, None)
        group = self._running.pop(key, None)
        result = message["result"]
        if group is not None and self._groups.was_ended(group):
            error = result.get("error")
            if error is not None and error["kind"] in ("signal", "memory"):
                error.update(kind="signal", message="The attempt was stopped")
            self._groups.leader_ended(group)
        splitting = result.get("transition")
        if splitting and splitting.get("foreach"):
            self._splits[key[:2]] = splitting["foreach"]["splits"]

    def _end_everything(self) -> None:
        """Nothing that this host began may outlive it."""
        self._loop.unwatch(self._requests.fd)
        self._replies_fd = os.open(os.devnull, os.O_WRONLY)
        for group in self._running.values():
            self._groups.end(group, _GRACE_SECONDS)
        if self._running:
            self._loop.stopped = False
            self._loop.later(_GRACE_SECONDS, self._stop)
            self._loop.run(self._stop_when_none_runs)
        # What ignored the request, or was started by a task and is left of its group.
        self._groups.kill_remaining()
        for group in (*self._running.values(), *self._nursery.children):
            kill(group)

    def _stop_when_none_runs(self) -> bool:
        self._loop.stopped = self._loop.stopped or not self._running
        return False


_HANDLERS = {
    "snapshot": ForkingHost._take_snapshot,
    "parameters": ForkingHost._store_parameters,
    "join": ForkingHost._join,
    "launch": ForkingHost._launch,
    "cancel": ForkingHost._cancel,
    "shutdown": ForkingHost._shutdown,
}
