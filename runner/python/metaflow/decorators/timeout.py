"""@timeout: an exception in the step when it takes too long."""

from __future__ import annotations

from ..exception import MetaflowException
from . import StepDecorator, step_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .._attempt import TaskAttempt
    from .._graph import StepNode


class TimeoutException(MetaflowException):
    headline = "@timeout"


# By this path it stands in records, and people compare it.
TimeoutException.__module__ = "metaflow.plugins.timeout_decorator"


class TimeoutDecorator(StepDecorator):
    """Raises TimeoutException in the step after `seconds` + `minutes` + `hours`; @retry and @catch
    see it.
    """

    name = "timeout"
    defaults = {"seconds": 0, "minutes": 0, "hours": 0}

    def init(self) -> None:
        hours, minutes, seconds = (int(self.attributes[k]) for k in ("hours", "minutes", "seconds"))
        self.seconds = hours * 3600 + minutes * 60 + seconds

    @property
    def secs(self) -> int:
        """Metaflow's name of `seconds`, which other decorators ask for."""
        return self.seconds

    def check_step(self, node: StepNode) -> None:
        if self.seconds <= 0:
            raise MetaflowException(
                f"@timeout of step {node.name!r} needs a time: @timeout(minutes=5)"
            )

    def before_step(self, task: TaskAttempt) -> None:
        if task.attempt >= task.user_attempts:
            return
        parts = [f"{self.attributes[k]} {k}" for k in ("hours", "minutes", "seconds")]
        message = f"Step {task.node.name} timed out after {', '.join(parts)}"
        self._disarm = _alarm(self.seconds, message) or _watch(self.seconds, message)

    def release(self, task: TaskAttempt) -> None:
        disarm = self.__dict__.pop("_disarm", None)
        if disarm is not None:
            disarm()


def _alarm(seconds: int, message: str) -> Callable[[], None] | None:
    """A signal after `seconds`; None where there are no alarms (Windows, threads)."""
    import signal
    import threading

    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        return None

    def ring(_signal: int, _frame: object) -> None:
        raise TimeoutException(message)

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)

    def disarm() -> None:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

    return disarm


def _watch(seconds: int, message: str) -> Callable[[], None]:
    """Raises in the step's thread as soon as it runs Python code again."""
    import ctypes
    import threading

    class Expired(TimeoutException):
        # The interpreter makes the instance, without arguments.
        def __init__(self) -> None:
            super().__init__(message)

    Expired.__name__ = TimeoutException.__name__
    thread = ctypes.c_ulong(threading.get_ident())

    def ring() -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(Expired))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    return timer.cancel


timeout = step_decorator(TimeoutDecorator)
