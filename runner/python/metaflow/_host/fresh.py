"""The host where fork is unsafe or absent: a fresh interpreter a task attempt, a few kept spare.

The same protocol as forking.py. Spares have already executed the flow's file, so an attempt seldom
waits for an interpreter. This process runs no user code any more; threads are safe in it.
"""

from __future__ import annotations

import functools
import os
import queue
import signal
import threading
from collections import deque

from .attempts import attempt_key
from .channel import RunnerGone, decode, encode_line, write_all
from .groups import Groups, kill, kill_leftovers
from .outcome import (
    MemoryWitness,
    ended_message,
    failed,
    signalled_message,
    started_message,
    stopping_signals,
)
from .timers import Timers
from .worker_process import WorkerProcess

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from .channel import LineReader
    from .worker_process import Ending

_SPARES = 2
_GRACE_SECONDS = 1.0


class FreshHost:
    """``work`` is what workers execute: file, flow, argv; ``env`` and ``cwd`` those from before."""

    def __init__(
        self,
        work: dict[str, Any],
        env: Mapping[str, str],
        cwd: str,
        requests: LineReader,
        replies_fd: int,
    ) -> None:
        self._work = {"type": "work", "snapshot": None, **work}
        self._env = env
        self._cwd = cwd
        self._requests = requests
        self._replies_fd = replies_fd
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._timers = Timers()
        self._groups = Groups(self._timers.later)
        self._memory = MemoryWitness()
        self._life = os.pipe()
        self._spares: deque[WorkerProcess] = deque()
        self._waiting: deque[dict[str, Any]] = deque()
        self._running: dict[WorkerProcess, dict[str, Any]] = {}
        self._run: dict[str, Any] = {}
        self._stopped = False

    def serve(self, *, passes_signals: bool = False) -> None:
        # Handlers, not SIG_IGN: a worker would inherit that.
        if passes_signals:
            for one in stopping_signals():
                signal.signal(one, self._pass_on)
        else:
            signal.signal(signal.SIGINT, lambda *_: None)
            signal.signal(signal.SIGTERM, lambda *_: self._calls.put(self._stop))
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self._loop()
        except RunnerGone:
            pass
        self._end_everything()

    def _loop(self) -> None:
        while not self._stopped:
            self._call_next()

    def _call_next(self) -> None:
        try:
            self._calls.get(timeout=self._timers.patience())()
        except queue.Empty:
            pass
        self._timers.run_due()

    def _read(self) -> None:
        lines = self._requests.waiting()
        while not self._requests.ended:
            for line in lines:
                request = decode(line)
                self._calls.put(functools.partial(self._handle, request))
            lines = self._requests.read()
        self._calls.put(self._stop)

    def _handle(self, request: dict[str, Any]) -> None:
        handler = _HANDLERS.get(request["type"])
        if handler is not None:
            handler(self, request)

    def _stop(self) -> None:
        self._stopped = True

    def _pass_on(self, number: int, _frame: object) -> None:
        self._calls.put(functools.partial(self._send, signalled_message(number)))

    def _shutdown(self, _request: dict[str, Any]) -> None:
        self._stop()

    def _take_snapshot(self, request: dict[str, Any]) -> None:
        self._work["snapshot"] = request
        self._keep_spares()

    def _store_parameters(self, request: dict[str, Any]) -> None:
        self._run = request["run"]
        self._start(request)

    def _join(self, request: dict[str, Any]) -> None:
        self._run = request["run"]

    def _launch(self, request: dict[str, Any]) -> None:
        for attempt in request["attempts"]:
            self._start({"type": "attempt", "attempt": attempt})

    def _start(self, job: dict[str, Any]) -> None:
        self._waiting.append(job)
        self._start_waiting()

    def _start_waiting(self) -> None:
        while self._waiting:
            try:
                worker = self._spares.popleft() if self._spares else self._new_worker()
            except OSError as error:
                if self._running:
                    return  # ends of others make room
                job = self._waiting.popleft()
                text = f"The system cannot start another process: {error.strerror}"
                self._send(ended_message(job["attempt"], failed("host", text), 0.0, 0))
                continue
            job = self._waiting.popleft()
            self._running[worker] = job["attempt"]
            worker.send({**job, "run": self._run})
            if job["type"] == "attempt":
                self._send(started_message(job["attempt"], worker.pid))
        self._keep_spares()

    def _keep_spares(self) -> None:
        try:
            while len(self._spares) < _SPARES:
                self._spares.append(self._new_worker())
        except OSError:
            return  # spares are a comfort

    def _new_worker(self) -> WorkerProcess:
        worker = WorkerProcess(
            self._life[0], self._env, self._cwd, self._calls.put, self._worker_ended
        )
        worker.send(self._work)
        return worker

    def _worker_ended(self, worker: WorkerProcess, ending: Ending) -> None:
        attempt = self._running.pop(worker, None)
        if attempt is None:
            # A spare that could not execute the file; the next attempt will tell why.
            if worker in self._spares:
                self._spares.remove(worker)
            return
        said = self._said(worker, ending)
        self._groups.leader_ended(worker.pid)
        self._send(ended_message(attempt, said, ending.cpu_seconds, ending.max_memory))
        if not self._stopped:
            self._start_waiting()

    def _said(self, worker: WorkerProcess, ending: Ending) -> dict[str, Any]:
        if ending.said is None:
            kill_leftovers(worker.pid, ending.status)
            stopped = self._groups.was_ended(worker.pid)
            out_of_memory = not stopped and self._memory.saw_kill()
            return ending.unsaid_result(stopped=stopped, out_of_memory=out_of_memory)
        if ending.said.get("type") == "refused":
            cause = ending.said.get("cause", {})
            text = f"The flow's file failed in a new process: {ending.said['error']['message']}"
            return failed("host", text, stacktrace=cause.get("stacktrace", ""))
        return ending.said

    def _cancel(self, request: dict[str, Any]) -> None:
        keys = {attempt_key(attempt) for attempt in request["attempts"]}
        for worker, attempt in self._running.items():
            if attempt_key(attempt) in keys:
                self._groups.end(worker.pid, request["graceSeconds"])
        for job in [job for job in self._waiting if attempt_key(job["attempt"]) in keys]:
            self._waiting.remove(job)
            stopped = failed("signal", "The attempt was stopped before it began")
            self._send(ended_message(job["attempt"], stopped, 0.0, 0))

    def _send(self, message: dict[str, Any]) -> None:
        write_all(self._replies_fd, encode_line(message))

    def _end_everything(self) -> None:
        """Nothing that this host began may outlive it."""
        self._replies_fd = os.open(os.devnull, os.O_WRONLY)
        self._waiting.clear()
        for spare in self._spares:
            kill(spare.pid)
        for worker in self._running:
            self._groups.end(worker.pid, _GRACE_SECONDS)
        over: list[bool] = []
        self._timers.later(_GRACE_SECONDS, lambda: over.append(True))
        while self._running and not over:
            self._call_next()
        # What ignored the request, or was started by a task and is left of its group.
        self._groups.kill_remaining()
        for worker in self._running:
            kill(worker.pid)


_HANDLERS = {
    "snapshot": FreshHost._take_snapshot,
    "parameters": FreshHost._store_parameters,
    "join": FreshHost._join,
    "launch": FreshHost._launch,
    "cancel": FreshHost._cancel,
    "shutdown": FreshHost._shutdown,
}
