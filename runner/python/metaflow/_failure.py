"""Why an attempt failed, as the runner reads it: TaskError of runner/runs/model.ts."""

from __future__ import annotations

import os

from .exception import (
    InvalidNextException,
    MetaflowException,
    StorageError,
    UnpicklableArtifact,
    qualified_name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import traceback
    from typing import Any

    from ._graph import StepNode

_RUNTIME = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LINE = 400  # longest message for one line of a page
_FRAMES = 50


def task_error(error: BaseException, node: StepNode | None = None) -> dict[str, Any]:
    """`node`: the step, for failures that happen after its code and yet have a place in it."""
    frames = user_frames(error)
    if not frames and node is not None:
        frames = _place_in_step(error, node)
    described: dict[str, Any] = {
        "kind": _kind(error),
        "message": _one_line(error),
        "type": qualified_name(error),
        "frames": frames,
        "stacktrace": stacktrace(error),
    }
    if isinstance(error, SystemExit):
        described["exitCode"] = exit_code(error)
    return described


def stacktrace(error: BaseException) -> str:
    """As Python prints it, without the runtime's frames."""
    import traceback

    told = traceback.TracebackException(type(error), error, error.__traceback__)
    if not _keep_user_frames(told, isinstance(error, MetaflowException)):
        return "".join(told.format_exception_only())
    return "".join(told.format())


def _keep_user_frames(told: traceback.TracebackException, reported: bool) -> bool:
    """Also of causes. An unexpected error of our own keeps its frames; `reported` ones are no such.

    Returns whether any frame is left.
    """
    kept = [frame for frame in told.stack if not _is_runtime(frame.filename)]
    if kept or reported:
        told.stack[:] = kept
    causes = [cause for cause in (told.__cause__, told.__context__) if cause is not None]
    left = [_keep_user_frames(cause, reported) for cause in causes]
    return bool(told.stack) or any(left)


def user_frames(error: BaseException) -> list[dict[str, Any]]:
    """Outermost first, the runtime's left out; of a deep recursion only the first and last ones."""
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


def _place_in_step(error: BaseException, node: StepNode) -> list[dict[str, Any]]:
    """Where the step assigns what can't be stored, or begins when it did not say where to go."""
    if isinstance(error, UnpicklableArtifact):
        line = node.line_assigning(error.artifact)
    else:
        line = node.line if isinstance(error, InvalidNextException) else None
    if line is None:
        return []
    text = node.text_of_line(line)
    return [{"file": node.source_file, "line": line, "name": node.name, "text": text}]


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
    if not isinstance(error, MetaflowException):
        # Ours are sentences that need no class name.
        text = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"
