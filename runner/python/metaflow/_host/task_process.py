"""What happens inside the process of one task attempt, forked or fresh."""

from __future__ import annotations

import os
import sys

from .channel import RunnerGone, encode_line, write_all
from .exits import end_process_handlers
from .keyboard import draw_without_display, take_keyboard_away
from .outcome import failed
from .protocol import AttemptId, AttemptRequest, RunPlace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn


def run_attempt_here(
    flow_class: type,
    place: RunPlace,
    attempt: dict[str, Any],
    foreach: Any,
    write_fd: int,
    *,
    forked: bool,
) -> NoReturn:
    """Runs the attempt with its output in its files, tells the result, and ends the process."""
    problem = _redirect_output(attempt["stdout"], attempt["stderr"])
    if problem is not None:
        _end(write_fd, problem, forked=forked)

    _pass_over_warnings()

    def work() -> dict[str, Any]:
        from metaflow._task import run_attempt

        request = AttemptRequest.from_json(attempt)
        return {"result": run_attempt(flow_class, place, request, foreach)}

    _end(write_fd, _guarded(work), forked=forked)


def store_parameters_here(
    flow_class: type,
    place: RunPlace,
    attempt: dict[str, Any],
    values: dict[str, str],
    write_fd: int,
    *,
    forked: bool,
) -> NoReturn:
    """Writes the `_parameters` task, tells the converted values, and ends the process."""

    def work() -> dict[str, Any]:
        from metaflow._failure import task_error
        from metaflow._task import store_parameters

        try:
            stored = store_parameters(flow_class, place, AttemptId.from_json(attempt), values)
        except Exception as error:
            # A value that does not fit, or a default that raises: the runner tells it.
            return {"result": {"state": "failed", "error": task_error(error)}}
        return {"result": {"state": "succeeded", "transition": None}, "values": stored}

    _end(write_fd, _guarded(work), forked=forked)


def _guarded(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``work`` says; the runtime itself tells of the user's failures, so the rest is ours."""
    owner = os.getpid()
    try:
        said = work()
    except BaseException as error:
        said = _runtime_failure(error)
    if os.getpid() != owner:
        # A process that the user's code forked came out of the step: the task is not its to report.
        os._exit(0)
    return said


def _runtime_failure(error: BaseException) -> dict[str, Any]:
    import traceback

    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    sys.stderr.write(text)
    message = f"Flowdeck's runtime failed: {type(error).__name__}: {error}"
    return failed("host", message, stacktrace=text)


def _end(write_fd: int, said: dict[str, Any], *, forked: bool) -> NoReturn:
    try:
        write_all(write_fd, encode_line(said))
        end_process_handlers(forked=forked)
    except RunnerGone:
        os._exit(1)
    finally:
        os._exit(0 if said["result"]["state"] != "failed" else 1)


def _redirect_output(stdout: str, stderr: str) -> dict[str, Any] | None:
    """Sends descriptors 1 and 2 to files; whatever the import made of sys.stdout stays on top."""
    try:
        for target, file in ((1, stdout), (2, stderr)):
            fd = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            os.dup2(fd, target)
            os.close(fd)
        close_stdin()
        take_keyboard_away()
        draw_without_display()
    except OSError as error:
        return failed("storage", f"The task's output cannot be stored: {error}", type="OSError")
    # A line appears in the log as it is printed, though a file is no terminal.
    if sys.__stdout__ is not None:
        sys.__stdout__.reconfigure(line_buffering=True)
    return None


def _pass_over_warnings() -> None:
    """Metaflow shows no warnings of what runs in a step; whoever gives -W wants them."""
    if not sys.warnoptions:
        import warnings

        warnings.filterwarnings("ignore")


def close_stdin() -> None:
    fd = os.open(os.devnull, os.O_RDONLY)
    os.dup2(fd, 0)
    os.close(fd)
