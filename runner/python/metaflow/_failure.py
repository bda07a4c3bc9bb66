"""Why an attempt failed, as the runner reads it: TaskError of runner/runs/model.ts."""

from __future__ import annotations

import os

from .exception import StorageError, UnpicklableArtifact, qualified_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

_RUNTIME = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LINE = 400  # longest message for one line of a page
_FRAMES = 50


def task_error(error: BaseException) -> dict[str, Any]:
    described: dict[str, Any] = {
        "kind": _kind(error),
        "message": _one_line(error),
        "type": qualified_name(error),
        "frames": user_frames(error),
        "stacktrace": stacktrace(error),
    }
    if isinstance(error, SystemExit):
        described["exitCode"] = exit_code(error)
    return described


def stacktrace(error: BaseException) -> str:
    """As Python prints it, without the runtime's frames before the user's."""
    import traceback

    lines = traceback.format_exception(type(error), error, _first_user_frame(error.__traceback__))
    return "".join(lines)


def user_frames(error: BaseException) -> list[dict[str, Any]]:
    """Outermost first, the runtime's left out; of a very deep recursion the first and last ones."""
    import traceback

    frames = [
        _frame(each)
        for each in traceback.extract_tb(error.__traceback__)
        if not _is_runtime(each.filename)
    ]
    if len(frames) > _FRAMES:
        frames = frames[: _FRAMES // 2] + frames[-_FRAMES // 2 :]
    if isinstance(error, SyntaxError) and error.filename:
        # The place that matters is where the text is wrong, not who imported it.
        frames.append({"file": error.filename, "line": error.lineno or 1, "name": "<module>"})
    return frames


def exit_code(error: SystemExit) -> int:
    """What the process would have ended with: a text means 1."""
    if error.code is None:
        return 0
    return error.code if isinstance(error.code, int) else 1


def _frame(each: Any) -> dict[str, Any]:
    frame = {"file": os.path.abspath(each.filename), "line": each.lineno or 1, "name": each.name}
    if each.line:
        frame["text"] = each.line.strip()
    return frame


def _first_user_frame(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and _is_runtime(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return trace


def _is_runtime(file: str) -> bool:
    return os.path.abspath(file).startswith(_RUNTIME)


def _kind(error: BaseException) -> str:
    from .decorators.timeout import TimeoutException

    kinds: list[tuple[type[BaseException], str]] = [
        (SystemExit, "exit"),
        (MemoryError, "memory"),
        (UnpicklableArtifact, "unpicklable"),
        (StorageError, "storage"),
        (TimeoutException, "timeout"),
    ]
    return next((kind for cls, kind in kinds if isinstance(error, cls)), "exception")


def _one_line(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        told = f" ({error.code})" if isinstance(error.code, str) else ""
        return f"The step ended Python with exit code {exit_code(error)}{told}"
    text = " ".join(str(error).split())
    line = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return line if len(line) <= _LINE else f"{line[: _LINE - 1]}…"
