"""Ending a process with everything that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def end_processes(process: Any, seconds: float) -> None:
    """Told to end, then, after `seconds`, made to."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/PID", str(process.pid), "/T", "/F"], capture_output=True, check=False
        )
        process.wait()
        return
    family = [*descendants(process.pid), process.pid]
    _signal(family, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    survivors = {*family, *descendants(process.pid)} if process.poll() is None else set(family)
    _signal([pid for pid in survivors if pid != process.pid or process.poll() is None], _KILL)
    process.wait()


_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def _signal(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def descendants(pid: int) -> list[int]:
    """Children and theirs, deepest first."""
    children: dict[int, list[int]] = {}
    for each, parent in _parents():
        children.setdefault(parent, []).append(each)
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found[::-1]


def _parents() -> list[tuple[int, int]]:
    """`(process, its parent)` of all processes."""
    if os.path.isdir("/proc/self"):
        return [pair for name in os.listdir("/proc") if (pair := _parent_in_proc(name))]
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=False
    )
    return [(int(a), int(b)) for a, b in map(str.split, listed.stdout.splitlines())]


def _parent_in_proc(name: str) -> tuple[int, int] | None:
    if not name.isdigit():
        return None
    try:
        with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return int(name), int(fields[1])
