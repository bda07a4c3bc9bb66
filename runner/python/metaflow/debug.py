"""`debug.subcommand_exec(args)` and its like: lines on stderr if METAFLOW_DEBUG_… is set."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Union

    Line = Union[str, Iterable[str]]


class Debug:
    """`debug.<kind>`: whether lines of that kind are shown; `debug.<kind>_exec(…)` shows one."""

    def __getattr__(self, name: str) -> Any:
        from . import metaflow_config

        kind = name[: -len("_exec")] if name.endswith("_exec") else name
        if kind not in metaflow_config.DEBUG_OPTIONS:
            raise AttributeError(name)
        shown = bool(getattr(metaflow_config, f"DEBUG_{kind.upper()}"))
        if kind == name:
            return shown
        return self._printer(kind) if shown else self.noop

    def noop(self, args: Line) -> None:
        """What is not shown."""

    def log(self, typ: str, args: Line) -> None:
        frame = sys._getframe(1)
        where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        text = args if isinstance(args, str) else " ".join(args)
        print(f"debug[{typ} {where}]: {text}", file=sys.stderr)

    def _printer(self, kind: str) -> Callable[[Line], None]:
        return lambda args: self.log(kind, args)


debug = Debug()
