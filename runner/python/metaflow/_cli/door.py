"""From the words of a command line to an exit code; errors are said as Metaflow says them."""

from __future__ import annotations

import sys

from metaflow.exception import MetaflowException

from .echo import echo_always, write
from .errors import Exit, UsageError
from .line import CommandLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def carry_out(flow_class: type, words: Sequence[str], program: str) -> int:
    line = None
    try:
        line = CommandLine(flow_class, words, program)
        return _carry_out(line)
    except UsageError as error:
        from .help import usage_failure

        write(sys.stderr, f"{usage_failure(error.context, error.message)}\n")
        return error.exit_code
    except Exit as end:
        if end.text is not None:
            write(sys.stdout, f"{end.text}\n")
        return end.code
    except MetaflowException as error:
        from metaflow._handover import NeedsOfficial, hand_over

        if isinstance(error, NeedsOfficial):
            return hand_over(error)
        print_exception(error)
        return 1
    except KeyboardInterrupt:
        write(sys.stderr, "\nAborted!\n")
        return 1
    except BrokenPipeError:
        return 1


def _carry_out(line: CommandLine) -> int:
    line.read_top()
    _say_who(line)
    line.check_world()
    line.set_up(echo_always)
    command, invocation = line.read_command()
    if command.request is not None:
        from .handing import carry_out_in_runner

        return carry_out_in_runner(invocation, command.request(invocation))
    assert command.run is not None
    return command.run(invocation) or 0


def _say_who(line: CommandLine) -> None:
    if line.top["quiet"]:
        return
    from metaflow import __version__

    from .place import user_name

    name = line.setup.flow_class.__name__
    echo_always(f"Metaflow {__version__}", fg="magenta", bold=True, nl=False)
    echo_always(f" executing *{name}*", fg="magenta", nl=False)
    echo_always(f" for *user:{user_name()}*", fg="magenta", nl=False)
    echo_always(" with Flowdeck", fg="magenta")


def print_exception(error: MetaflowException) -> None:
    """``    Headline in file x on line 3:`` and the message, as people and scripts know it."""
    place = ""
    if getattr(error, "source_file", None) is not None:
        place += f" in file {error.source_file}"
    if getattr(error, "line_no", None) is not None:
        place += f" on line {error.line_no}"
    echo_always(error.headline, indent=True, nl=False, bold=True, no_bold=True)
    echo_always(f"{place}:", bold=True, no_bold=True)
    echo_always(error.message, indent=True, padding_bottom=True)
