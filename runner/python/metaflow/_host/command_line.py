"""The command line of a flow that a runner has started: read as `python flow.py …` would read it,
but what is wrong with it goes to the runner.
"""

from __future__ import annotations

import os

from metaflow._cli.errors import Exit, UsageError
from metaflow._cli.help import usage_failure
from metaflow._cli.line import CommandLine
from metaflow._handover import NeedsOfficial, find_official
from metaflow.exception import MetaflowException

from .refusal import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read_command_line(
    flow_class: type, file: str, words: list[str]
) -> tuple[type, dict[str, Any] | None]:
    """The class as the command line sets it up, and what is asked for: nothing without words.

    Raises RefusedError.
    """
    line = CommandLine(flow_class, words, os.path.basename(file))
    try:
        return _read(line, words)
    except UsageError as error:
        raise RefusedError("usage", usage_failure(error.context, error.message)) from None
    except Exit as end:
        raise RefusedError("help-asked", end.text or "") from None
    except NeedsOfficial as error:
        if find_official() is not None:
            raise RefusedError(
                "hand-over",
                f"{error.what} is carried out by the installed package metaflow, not by Flowdeck",
            ) from None
        raise RefusedError(
            "needs-metaflow",
            f"{error.what} is not part of Flowdeck",
            remedy="Install the package metaflow and run the flow with python.",
        ) from None
    except MetaflowException as error:
        raise RefusedError("flow-refused", f"{error.headline}: {error}") from error


def _read(line: CommandLine, words: list[str]) -> tuple[type, dict[str, Any] | None]:
    line.allow_mixed_options()
    line.read_top()
    line.check_world()
    line.set_up(_quietly)
    command, invocation = line.read_command()
    if not words:
        return invocation.flow_class, None
    if command.request is None:
        raise UsageError(f"'{command.name}' is a command for: python {line.program}")
    return invocation.flow_class, command.request(invocation)


def _quietly(*_args: object, **_style: object) -> None:
    """The runner has the terminal."""


def set_up_again(flow_class: type, file: str, words: list[str]) -> type:
    """The class as a command line that was good before sets it up, for one more process."""
    line = CommandLine(flow_class, words, os.path.basename(file))
    line.allow_mixed_options()
    line.read_top()
    line.set_up(_quietly)
    invocation = line.read_command()[1]
    namespace = invocation.values.get("user_namespace")
    if namespace is not None:
        from metaflow.client import namespace as choose

        choose(namespace or None)
    return invocation.flow_class
