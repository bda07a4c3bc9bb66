"""Starts the process that makes a card: a fork of the task where that is safe, else a fresh
interpreter that executes the flow's file again.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from typing import IO, Any, Union

    from ._request import CardPlace, CardRequest

    Rendering = Union["ForkedRendering", "FreshRendering"]

_POLL_SECONDS = (0.001, 0.05)
_LONGEST_SAID = 20_000


def start_rendering(flow_class: type, place: CardPlace, requests: list[CardRequest]) -> Rendering:
    if _may_fork():
        return ForkedRendering(flow_class, place, requests)
    return FreshRendering(flow_class, place, requests)


def _may_fork() -> bool:
    """Threads hold locks that nobody would give back in the child."""
    if os.environ.get("FLOWDECK_FORK") == "0" or not sys.platform.startswith("linux"):
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


class _Rendering:
    def __init__(self) -> None:
        self.started = time.monotonic()
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - `output` closes it
        self._ok: bool | None = None

    def has_ended(self) -> bool:
        raise NotImplementedError

    def kill(self) -> None:
        raise NotImplementedError

    def wait(self, seconds: float) -> bool:
        """Whether it ended well; killed when it has not ended by then."""
        pause, longest = _POLL_SECONDS
        deadline = time.monotonic() + seconds
        while not self.has_ended():
            if time.monotonic() >= deadline:
                self.kill()
                self._ok = False
                break
            time.sleep(pause)
            pause = min(pause * 1.5, longest)
        return bool(self._ok)

    def output(self) -> str:
        self._said.seek(0)
        said = self._said.read()[-_LONGEST_SAID:].decode("utf-8", "replace")
        self._said.close()
        return said


class ForkedRendering(_Rendering):
    def __init__(self, flow_class: type, place: CardPlace, requests: list[CardRequest]) -> None:
        super().__init__()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        self._pid = os.fork()
        if self._pid == 0:
            _render_and_exit(flow_class, place, requests, self._said.fileno())

    def has_ended(self) -> bool:
        if self._ok is None:
            try:
                pid, status = os.waitpid(self._pid, os.WNOHANG)
            except ChildProcessError:
                # The step waited for all children: how this one ended is lost.
                pid, status = self._pid, 0
            if pid:
                self._ok = status == 0
        return self._ok is not None

    def kill(self) -> None:
        import signal

        if not self.has_ended():
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._ok = False


def _render_and_exit(
    flow_class: type, place: CardPlace, requests: list[CardRequest], said: int
) -> None:
    """In the child: no way leads back into the step."""
    status = 1
    try:
        _leave_the_step()
        os.dup2(said, 1)
        os.dup2(said, 2)
        from ._make import make_cards

        status = 0 if make_cards(flow_class, place, requests) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                try:
                    stream.flush()
                except (OSError, ValueError):
                    continue
        os._exit(status)


def _leave_the_step() -> None:
    """Its alarms and signal handlers are not the card's, and neither is what it made of stdout."""
    import signal

    signal.alarm(0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    for name in ("stdout", "stderr"):
        original = getattr(sys, f"__{name}__")
        if original is not None:
            setattr(sys, name, original)


class FreshRendering(_Rendering):
    def __init__(self, flow_class: type, place: CardPlace, requests: list[CardRequest]) -> None:
        super().__init__()
        from ._fresh import start_interpreter

        self._process: subprocess.Popen[Any] = start_interpreter(
            flow_class, place, requests, self._said
        )

    def has_ended(self) -> bool:
        status = self._process.poll()
        if status is not None and self._ok is None:
            self._ok = status == 0
        return status is not None

    def kill(self) -> None:
        if not self.has_ended():
            self._process.kill()
            self._process.wait()
            self._ok = False
