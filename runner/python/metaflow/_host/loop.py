"""A small event loop over file descriptors, timers and the ends of child processes."""

from __future__ import annotations

import _signal  # the module `signal` wraps each call in enums, which every child would pay for
import os
import select

from .timers import Timers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .timers import Timer


class Loop:
    """``owned`` holds every descriptor that a forked child must not keep."""

    def __init__(self) -> None:
        self.owned: set[int] = set()
        self.stopped = False
        self._poll = select.poll()
        self._calls: dict[int, Callable[[], None]] = {}
        self._timers = Timers()
        self._signal_calls: dict[int, Callable[[], None]] = {}
        self._inherited_handlers: dict[int, object] = {}
        self._wake_read, self._wake_write = os.pipe()
        for fd in (self._wake_read, self._wake_write):
            os.set_blocking(fd, False)
            self.owned.add(fd)
        self.watch(self._wake_read, self._handle_signals)
        self._outer_wake_fd = _signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)

    def watch(self, fd: int, call: Callable[[], None], *, writable: bool = False) -> None:
        """Calls whenever ``fd`` can be read (or written), or its other end has closed."""
        self._calls[fd] = call
        self._poll.register(fd, select.POLLOUT if writable else select.POLLIN)
        self.owned.add(fd)

    def unwatch(self, fd: int) -> None:
        if self._calls.pop(fd, None) is not None:
            self._poll.unregister(fd)

    def close(self, fd: int) -> None:
        self.unwatch(fd)
        self.owned.discard(fd)
        os.close(fd)

    def on_signal(self, number: int, call: Callable[[], None] | None) -> None:
        """Takes a signal for this loop (None ignores it) until ``abandon`` gives it back."""
        handler = _signal.SIG_IGN if call is None else _do_nothing
        inherited = _signal.signal(number, handler)
        self._inherited_handlers.setdefault(number, inherited)
        if call is not None:
            self._signal_calls[number] = call

    def later(self, seconds: float, call: Callable[[], None]) -> Timer:
        return self._timers.later(seconds, call)

    def run(self, busy: Callable[[], bool] | None = None) -> None:
        """Until ``stopped``. ``busy`` does one piece of work and tells if there may be more."""
        while not self.stopped:
            more = busy is not None and busy()
            if self.stopped:
                return
            for fd, _ in self._poll.poll(0 if more else self._patience()):
                call = self._calls.get(fd)
                if call is not None:
                    call()
            self._timers.run_due()

    def abandon(self) -> None:
        """In a forked child: gives signals back as the import left them and closes ``owned``."""
        _signal.set_wakeup_fd(self._outer_wake_fd)
        for number, handler in self._inherited_handlers.items():
            _signal.signal(number, _signal.SIG_DFL if handler is None else handler)
        for fd in self.owned:
            os.close(fd)
        self.owned.clear()

    def _patience(self) -> float | None:
        """Milliseconds, rounded up so that a timer is due when the wait is over."""
        seconds = self._timers.patience()
        return None if seconds is None else seconds * 1000 + 1

    def _handle_signals(self) -> None:
        try:
            numbers = set(os.read(self._wake_read, 4096))
        except BlockingIOError:
            return
        for number in numbers:
            call = self._signal_calls.get(number)
            if call is not None:
                call()


def _do_nothing(_number: int, _frame: object) -> None:
    """A Python-level handler has to exist for the wake-up descriptor to be written."""
