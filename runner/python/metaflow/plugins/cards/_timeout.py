"""`time_limit`: ends what takes too long in this process, by an exception in it."""

from __future__ import annotations

import contextlib
import signal
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class CardTimeout(BaseException):
    """Not an Exception: a card that catches those must not catch this."""


@contextlib.contextmanager
def time_limit(seconds: int | None) -> Iterator[None]:
    """Raises CardTimeout inside the block; None and negative numbers mean no limit."""
    if seconds is None or seconds < 0:
        yield
        return
    if not hasattr(signal, "SIGALRM"):
        with _watched(seconds):
            yield
        return

    def ring(_signal: int, _frame: object) -> None:
        raise CardTimeout()

    before = signal.signal(signal.SIGALRM, ring)
    # 0 would mean no alarm at all.
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _watched(seconds: int) -> Iterator[None]:
    """Without alarms: raises as soon as this thread runs Python code again."""
    import ctypes

    thread = ctypes.c_ulong(threading.get_ident())

    def ring() -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(CardTimeout))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
