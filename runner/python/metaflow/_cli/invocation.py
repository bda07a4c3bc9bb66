"""What a command gets to know: the flow, the values of the command line, where runs are kept."""

from __future__ import annotations

import os
import sys

from .echo import echo_always
from .errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from .command import Context


class Invocation:
    """``values`` are those of the command (and of the groups above it) by option name; ``top``
    those that stand before the command's name: ``quiet``, ``datastore``, ``metadata``, ….
    """

    def __init__(
        self,
        flow_class: type,
        top: dict[str, Any],
        values: dict[str, Any],
        context: Context,
        top_context: Context,
        system_tags: Sequence[str] = (),
    ) -> None:
        self.flow_class = flow_class
        self.top = top
        self.values = values
        self.context = context
        self.top_context = top_context
        self.system_tags = list(system_tags)
        """Those that decorators of the flow add to its runs."""
        self.quiet: bool = bool(top.get("quiet"))

    @property
    def flow_name(self) -> str:
        return str(getattr(self.flow_class, "__name__", ""))

    @property
    def graph(self) -> Any:
        """The FlowGraph of the flow, with all that ``--with`` and mutators added."""
        from metaflow._graph import graph_of

        return graph_of(self.flow_class)

    @property
    def file(self) -> str:
        """Absolute path of the flow's file."""
        main = sys.modules.get("__main__")
        return os.path.abspath(getattr(main, "__file__", None) or sys.argv[0])

    @property
    def user(self) -> str:
        from .place import user_name

        return user_name()

    @property
    def datastore_root(self) -> str:
        """Absolute path of the folder that holds the flows (`.metaflow`); it need not exist."""
        from .place import datastore_root

        kinds = (self.top.get("mode"), self.top.get("datastore"), self.top.get("metadata"))
        return datastore_root(self.top.get("datastore_root"), spin="spin" in kinds)

    def echo(self, line: str = "", **style: Any) -> None:
        """A remark on standard error, unless ``--quiet``. ``err=False``: on standard output."""
        if not self.quiet:
            echo_always(line, **style)

    def echo_always(self, line: str = "", **style: Any) -> None:
        """As ``echo``, but also with ``--quiet``."""
        echo_always(line, **style)

    def print(self, text: str = "") -> None:
        """A result: one line on standard output, as it is."""
        from .echo import write

        write(sys.stdout, f"{text}\n")

    def fail(self, message: str) -> NoReturn:
        """The command line is wrong: the usage, ``Error: message``, exit code 2."""
        raise UsageError(message, self.context)
