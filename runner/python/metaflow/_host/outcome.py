"""How a process ended, as the `attempt_ended` message tells it."""

from __future__ import annotations

import os
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: ru_maxrss is in kilobytes, except on macOS.
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024

_LESS_MEMORY = "hold less at once in the step, or run fewer tasks at a time"


def stopping_signals() -> list[signal.Signals]:
    """What asks this process to end: a key, another program, a terminal that closes; but not what
    it was started to ignore (`nohup`).
    """
    return [one for one in _known_signals() if signal.getsignal(one) is not signal.SIG_IGN]


def ignored_signals() -> list[str]:
    """Names of those that this process was started to ignore."""
    return [one.name for one in _known_signals() if signal.getsignal(one) is signal.SIG_IGN]


def _known_signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]


def epoch_ms() -> int:
    return time.time_ns() // 1_000_000


def ended_message(
    attempt: dict[str, Any], said: dict[str, Any], cpu_seconds: float, max_memory: int
) -> dict[str, Any]:
    """``said`` holds ``result`` and, for parameters, ``values``."""
    return {
        "type": "attempt_ended",
        "step": attempt["step"],
        "task": attempt["task"],
        "attempt": attempt["attempt"],
        "at": epoch_ms(),
        "cpuSeconds": round(cpu_seconds, 6),
        "maxMemory": max_memory,
        **said,
    }


def signalled_message(number: int) -> dict[str, Any]:
    return {"type": "signalled", "signal": _signal_name(number)}


def started_message(attempt: dict[str, Any], pid: int) -> dict[str, Any]:
    return {
        "type": "attempt_started",
        "step": attempt["step"],
        "task": attempt["task"],
        "attempt": attempt["attempt"],
        "pid": pid,
        "at": epoch_ms(),
    }


def failed(kind: str, message: str, **details: Any) -> dict[str, Any]:
    """A result; ``details`` are further fields of TaskError."""
    error = {"kind": kind, "message": message, **details}
    return {"result": {"state": "failed", "error": error}}


def usage_numbers(usage: Any) -> tuple[float, int]:
    """CPU seconds and peak memory in bytes from what wait4 returned."""
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT


def without_result(status: int, *, stopped: bool, out_of_memory: bool) -> dict[str, Any]:
    """The result of a process that ended before it could tell one."""
    if not os.WIFSIGNALED(status):
        return exited_without_result(os.WEXITSTATUS(status))
    name = _signal_name(os.WTERMSIG(status))
    if stopped:
        return failed("signal", "The attempt was stopped", signal=name)
    if out_of_memory and name == "SIGKILL":
        text = "The system ran out of memory and ended the task's process"
        return failed("memory", f"{text}: {_LESS_MEMORY}", signal=name)
    text = f"The task's process was ended by {name}"
    if name == "SIGKILL":
        # Not every kernel and container tells that it was for lack of memory.
        text += f". If nobody killed it, memory ran short: {_LESS_MEMORY}"
    return failed("signal", text, signal=name)


def exited_without_result(code: int) -> dict[str, Any]:
    text = f"The task's process ended with exit code {code} before the step was finished"
    return failed("exit", text, exitCode=code)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


class MemoryWitness:
    """Tells whether the kernel has killed a process for lack of memory since it was last asked.

    ``sources`` are files of counters, most telling first, with the counter's name.
    """

    def __init__(self, sources: list[tuple[str, str]] | None = None) -> None:
        if sources is None:
            sources = [*_cgroup_counters(), ("/proc/vmstat", "oom_kill")]
        self._source = next((one for one in sources if _counter(*one) is not None), None)
        self._seen = self._count()

    def saw_kill(self) -> bool:
        count = self._count()
        more = count > self._seen
        self._seen = count
        return more

    def _count(self) -> int:
        return (_counter(*self._source) or 0) if self._source else 0


def _cgroup_counters() -> list[tuple[str, str]]:
    """This process's own groups first: the kernel-wide count may tell of other containers."""
    counters = []
    try:
        with open("/proc/self/cgroup", encoding="ascii", errors="replace") as lines:
            for line in lines:
                _, controllers, path = line.rstrip("\n").split(":", 2)
                if controllers == "":
                    counters.append((f"/sys/fs/cgroup{path}/memory.events", "oom_kill"))
                elif "memory" in controllers.split(","):
                    place = f"/sys/fs/cgroup/memory{path}/memory.oom_control"
                    counters.append((place, "oom_kill"))
    except (OSError, ValueError):
        return []
    return counters


def _counter(file: str, name: str) -> int | None:
    try:
        with open(file, encoding="ascii") as lines:
            for line in lines:
                key, _, value = line.partition(" ")
                if key == name:
                    return int(value)
    except (OSError, ValueError):
        return None
    return None
