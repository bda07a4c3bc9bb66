"""`python -m metaflow._exit_hooks FILE FLOW RUN success|error`: calls what @exit_hook names, in a
process that has executed the flow's file anew. One that fails does not keep the others from it.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import traceback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType
    from typing import Any


def call_hooks(file: str, flow_name: str, run_id: str, ended: str) -> int:
    module = _execute(file)
    run = _RunOnce(f"{flow_name}/{run_id}")
    code = 0
    for name in _hooks_of(getattr(module, flow_name), ended):
        try:
            hook = _function(name, module)
            hook(**({"run": run.get()} if _takes_run(hook) else {}))
        except Exception as error:
            code = 1
            traceback.print_exc()
            print(f"[exit_hook] Hook '{name}' failed with error: {error}")
        sys.stdout.flush()
    return code


def _execute(file: str) -> ModuleType:
    """As a module: the guard must not run the flow again."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    name = os.path.splitext(os.path.basename(file))[0]
    spec: Any = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _hooks_of(flow_class: Any, ended: str) -> Iterator[str]:
    for decorator in flow_class._flow_decorators:
        if decorator.name == "exit_hook":
            decorator.external_init()
            yield from decorator.names("on_success" if ended == "success" else "on_error")


def _function(name: str, module: ModuleType) -> Callable[..., Any]:
    """Of the flow's file, or by its import path."""
    place, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(
        importlib.import_module(place) if place else module, function
    )
    return found


def _takes_run(hook: Callable[..., Any]) -> bool:
    import inspect

    parameters = inspect.signature(hook).parameters
    return "run" in parameters or any(
        each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values()
    )


class _RunOnce:
    """The run as the client has it, when a function asks for it."""

    def __init__(self, pathspec: str) -> None:
        self._pathspec = pathspec
        self._run: Any = None

    def get(self) -> Any:
        if self._run is None:
            from .client import Run

            self._run = Run(self._pathspec, _namespace_check=False)
        return self._run


if __name__ == "__main__":
    sys.exit(call_hooks(*sys.argv[1:5]))
