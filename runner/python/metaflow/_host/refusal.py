"""Why a file cannot be run, as the `refused` message tells it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any


class RefusedError(Exception):
    """``message`` is the whole `refused` message."""

    def __init__(
        self,
        code: str,
        text: str,
        *,
        where: dict[str, Any] | None = None,
        remedy: str | None = None,
        cause: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(text)
        error: dict[str, Any] = {"code": code, "message": text}
        if where is not None:
            error["where"] = where
        if remedy is not None:
            error["remedy"] = remedy
        self.message: dict[str, Any] = {"type": "refused", "error": error}
        if cause is not None:
            self.message["cause"] = cause


def refuse_syntax_error(error: SyntaxError, file: str) -> RefusedError:
    where: dict[str, Any] = {"file": error.filename or file}
    if error.lineno is not None:
        where["line"] = error.lineno
    if error.offset:
        where["column"] = error.offset
    return RefusedError(
        "flow-syntax-error",
        f"Python cannot read the file: {error.msg}",
        where=where,
        remedy="Correct this line and run again.",
        cause=_cause(error),
    )


def refuse_import_error(error: BaseException, file: str) -> RefusedError:
    """User code raised while the file was executed."""
    name = type(error).__name__
    text = f"The file could not be executed: {name}"
    if str(error):
        text += f": {error}"
    remedy = "Correct this line and run again."
    if isinstance(error, ModuleNotFoundError) and error.name:
        package = error.name.partition(".")[0]
        remedy = f"Install {package} for {sys.executable}, or choose another interpreter."
        if package == "metaflow":
            # This runtime is the metaflow that flows import: installing another changes nothing.
            remedy = (
                "Remove this import to run the flow with Flowdeck, or run it with Metaflow itself."
            )
    return RefusedError(
        "flow-import-failed",
        text,
        where=_place(error.__traceback__, file),
        remedy=remedy,
        cause=_cause(error),
    )


def refuse_description(error: Exception, file: str) -> RefusedError:
    return RefusedError(
        "flow-not-describable",
        f"The flow cannot be described: {error}",
        where={"file": file},
        remedy="Correct the flow's definition and run again.",
        cause=_cause(error),
    )


def refuse_exit(error: SystemExit, file: str) -> RefusedError:
    code = error.code if error.code is not None else 0
    return RefusedError(
        "flow-exited",
        f"The file ended itself (exit code {code}) before it made a flow",
        where=_place(error.__traceback__, file),
        remedy="Put code that is not part of the flow under a condition of its own.",
        cause=_cause(error),
    )


def _cause(error: BaseException) -> dict[str, Any]:
    from metaflow._failure import task_error

    return {**task_error(error), "kind": "exception"}


def _place(trace: TracebackType | None, file: str) -> dict[str, Any]:
    """The innermost line in the flow's own folder: what lies deeper is a library's."""
    place: dict[str, Any] = {"file": file}
    folder = os.path.dirname(file) + os.sep
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name == file or (name.startswith(folder) and "site-packages" not in name):
            place = {"file": name, "line": trace.tb_lineno}
        trace = trace.tb_next
    return place
