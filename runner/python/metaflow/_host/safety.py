"""Decides whether tasks may be forked from a process that has imported the flow."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

#: Modules that break in a forked child even when nothing shows in /proc, and why.
UNSAFE_LIBRARIES = {
    "tensorflow": "its runtime keeps locks and device state that a fork cannot carry over",
    "jax": "it is multithreaded and warns against fork itself",
    "torch_xla": "its device runtime does not survive a fork",
    "mpi4py.MPI": "MPI forbids fork once it is initialised",
}

_HANDLES = {
    "socket:": "an open socket",
    "anon_inode:[eventpoll]": "an open event loop",
    "anon_inode:[eventfd]": "an open event loop",
    "anon_inode:[io_uring]": "an open event loop",
    "/dev/nvidia": "an open GPU",
    "/dev/kfd": "an open GPU",
    "/dev/dri/": "an open GPU",
}


def open_handles() -> dict[int, str]:
    """Descriptor → what it is, as Linux names it; empty where there is no /proc."""
    handles = {}
    try:
        names = os.listdir("/proc/self/fd")
    except OSError:
        return {}
    for name in names:
        try:
            handles[int(name)] = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue  # the listing's own descriptor
    return handles


def why_not_fork(handles_before: dict[int, str]) -> str | None:
    """The reason against forking, for people; None when forking is safe.

    ``handles_before`` are the handles from before the flow's file was executed. May fork once,
    since numpy's thread pool, for one, ends itself at the first fork.
    """
    if os.environ.get("FLOWDECK_FORK") == "0":
        return "FLOWDECK_FORK=0 asks for fresh interpreters"
    if not sys.platform.startswith("linux"):
        return f"fork is not dependable on {_SYSTEMS.get(sys.platform, sys.platform)}"
    return _unsafe_library() or _open_handle(handles_before) or _remaining_threads()


_SYSTEMS = {"darwin": "macOS", "win32": "Windows"}


def _unsafe_library() -> str | None:
    for name, reason in UNSAFE_LIBRARIES.items():
        if name in sys.modules:
            return f"{name} is imported: {reason}"
    for name, is_used, reason in _UNSAFE_WHEN_USED:
        module = sys.modules.get(name)
        if module is not None and is_used(module):
            return reason
    return None


def _cuda_is_initialised(torch: ModuleType) -> bool:
    cuda = getattr(torch, "cuda", None)
    return cuda is not None and bool(cuda.is_initialized())


def _is_patched(monkey: ModuleType) -> bool:
    return bool(getattr(monkey, "saved", None))


_UNSAFE_WHEN_USED: list[tuple[str, Callable[[ModuleType], bool], str]] = [
    ("torch", _cuda_is_initialised, "torch has initialised CUDA, which does not survive a fork"),
    ("gevent.monkey", _is_patched, "gevent has replaced fork, pipes and threads"),
]


def _open_handle(before: dict[int, str]) -> str | None:
    for fd, target in open_handles().items():
        if before.get(fd) == target:
            continue
        for start, name in _HANDLES.items():
            if target.startswith(start):
                return f"the flow's imports left {name} ({target})"
    return None


def _remaining_threads() -> str | None:
    if _thread_count() == 1:
        return None
    _throw_away_fork()
    count = _thread_count() - 1
    if count == 0:
        return None
    return f"the flow's imports left {count} running thread{'s' if count > 1 else ''}{_names()}"


def _thread_count() -> int:
    return len(os.listdir("/proc/self/task"))


def _throw_away_fork() -> None:
    import warnings

    with warnings.catch_warnings():
        # Python 3.12 warns that threads are running; that is what this finds out.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _names() -> str:
    """Names of Python's own threads, where there are any."""
    threading = sys.modules.get("threading")
    if threading is None:
        return ""
    names = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    return f" ({', '.join(names[:3])})" if names else ""
