"""Exit handlers and last words of a task's process, which ends with ``os._exit``.

A forked task ends as an interpreter of its own would: it waits for its threads and runs the
handlers registered after the fork (wandb, mlflow), but none that the import registered: those are
the host's.
"""

from __future__ import annotations

import atexit
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def forget_inherited_handlers() -> None:
    """In a forked child, before user code runs."""
    atexit._clear()
    _forget_finalizers()
    util = sys.modules.get("multiprocessing.util")
    if util is not None:
        util._finalizer_registry.clear()
        util._run_after_forkers()


def _forget_finalizers() -> None:
    """weakref.finalize has one handler for all; the import's temporary folders outlive tasks."""
    weakref = sys.modules.get("weakref")
    if weakref is None:
        return
    finalize = weakref.finalize
    for one in list(finalize._registry):
        one.atexit = False
    # It must register itself again for finalizers that the task makes.
    finalize._registered_with_atexit = False


def end_process_handlers(*, forked: bool) -> None:
    """Threads, then exit handlers, then buffers: the order in which an interpreter ends."""
    threading = sys.modules.get("threading")
    if threading is not None:
        _quietly(threading._shutdown)
    atexit._run_exitfuncs()
    if forked:
        _run_cleared_handlers()
    flush_streams()


def _run_cleared_handlers() -> None:
    """Handlers of the standard library that were registered at import but serve the task too."""
    util = sys.modules.get("multiprocessing.util")
    if util is not None:
        _quietly(util._exit_function)
    logging = sys.modules.get("logging")
    if logging is not None:
        _quietly(logging.shutdown)


def _quietly(function: object) -> None:
    try:
        function()  # type: ignore[operator]
    except BaseException:
        sys.excepthook(*sys.exc_info())


def flush_streams() -> None:
    """Python's streams and, when compiled extensions are loaded, C's."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None:
                stream.flush()
        except Exception:
            pass
    if sys.platform != "win32" and _compiled_extensions.present():
        import ctypes

        ctypes.CDLL(None).fflush(None)


class CompiledExtensions:
    """Whether compiled code other than Python's own is loaded: it may print through C's buffers.

    Looks at each module once, and never at the parent's modules again in a forked child: touching
    them would copy their pages.
    """

    def __init__(self) -> None:
        self._seen = 0
        self._found = False

    def present(self) -> bool:
        count = len(sys.modules)
        if not self._found and count > self._seen:
            newest_first = reversed(sys.modules)
            names = [next(newest_first) for _ in range(count - self._seen)]
            self._found = any(_is_foreign_extension(sys.modules[name]) for name in names)
        self._seen = count
        return self._found


_compiled_extensions = CompiledExtensions()


def _is_foreign_extension(module: ModuleType) -> bool:
    # Only real modules: lazy ones would import themselves when asked for an attribute.
    file = getattr(module, "__dict__", {}).get("__file__")
    return (
        isinstance(file, str)
        and file.endswith((".so", ".pyd", ".dylib"))
        and "lib-dynload" not in file
    )
