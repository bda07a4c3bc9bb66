"""What a process was started with, told after its file has been executed."""

from __future__ import annotations

import os
import sys

from .safety import open_handles


def environment_before() -> dict[str, str]:
    """The environment that this process was started with: what its file has set since then is set
    again by an interpreter that executes the file anew.
    """
    try:
        with open("/proc/self/environ", "rb") as file:
            entries = file.read().split(b"\0")
    except OSError:
        return dict(os.environ)
    pairs = [entry.partition(b"=") for entry in entries if b"=" in entry]
    found = {os.fsdecode(name): os.fsdecode(value) for name, _, value in pairs}
    # A process that has written over its arguments (setproctitle) has none there.
    return found or dict(os.environ)


def inherited_handles() -> dict[int, str]:
    """Descriptors that came with the process: what Python opens itself is not inheritable."""
    if sys.platform == "win32":
        return {}
    return {fd: what for fd, what in open_handles().items() if _is_inheritable(fd)}


def _is_inheritable(fd: int) -> bool:
    try:
        return os.get_inheritable(fd)
    except OSError:
        return False
