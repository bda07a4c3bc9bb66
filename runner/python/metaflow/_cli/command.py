"""What a command line of a flow is made of: commands in groups, their options and arguments.

Each command is a file in `commands/` with ``COMMAND = Command(…)`` or ``Group(…)``.
"""

from __future__ import annotations

from .values import BOOL, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .invocation import Invocation


class Option:
    """``Option("--private/--no-private", default=False)``, ``Option("--tag", dest="tags",
    multiple=True)``, ``Option("-f", "--follow", is_flag=True)``.

    Its value is found under ``name``: `dest`, else the longest form, `-` as `_`, in lower case.
    Where the command line gives none, the variable METAFLOW_<COMMAND>_<NAME> counts, then
    ``default``. ``multiple`` gives a tuple, empty without any.
    """

    def __init__(
        self,
        *forms: str,
        dest: str | None = None,
        type: Any = None,
        default: Any = None,
        help: str = "",
        required: bool = False,
        multiple: bool = False,
        nargs: int = 1,
        is_flag: bool = False,
        flag_value: Any = None,
        count: bool = False,
        show_default: bool | str = False,
        hidden: bool = False,
        envvar: str | Sequence[str] | None = None,
        metavar: str | None = None,
        callback: Callable[..., Any] | None = None,
    ) -> None:
        self.forms: list[str] = []
        self.off_forms: list[str] = []
        for form in forms:
            on, _, off = form.partition("/")
            self.forms += [on.strip()] if on.strip() else []
            self.off_forms += [off.strip()] if off.strip() else []
        self.name = dest or _name_of(self.forms)
        self.is_flag = is_flag or bool(self.off_forms) or flag_value is not None
        self.flag_value = True if flag_value is None else flag_value
        self.count = count
        if default is None and count:
            default = 0
        elif default is None and self.is_flag and not multiple and flag_value is None:
            default = False
        self.type = BOOL if self.is_flag and type is None else type_of(type, default)
        self.default = default
        self.help = help
        self.required = required
        self.multiple = multiple
        self.nargs = nargs
        self.show_default = show_default
        self.hidden = hidden
        self.envvars = [envvar] if isinstance(envvar, str) else list(envvar or ())
        self.metavar = metavar
        self.callback = callback

    @property
    def default_text(self) -> str | None:
        """How help names the default; None when there is none."""
        if self.default is None or self.default == ():
            return None
        if isinstance(self.default, (list, tuple)):
            return ", ".join(str(one) for one in self.default)
        return "(dynamic)" if callable(self.default) else str(self.default)

    @property
    def takes_value(self) -> bool:
        return not self.is_flag and not self.count

    @property
    def label(self) -> str:
        """For messages: ``'--max-workers'``."""
        return " / ".join(repr(form) for form in self.forms)


def _name_of(forms: Sequence[str]) -> str:
    longest = max(forms, key=lambda form: len(form) - len(form.lstrip("-")))
    return longest.lstrip("-").replace("-", "_").lower()


class Argument:
    """``Argument("pathspec")``, ``Argument("step-to-rerun", required=False)``; ``nargs=-1`` takes
    all that is left, as a tuple.
    """

    def __init__(
        self,
        word: str,
        *,
        type: Any = None,
        default: Any = None,
        required: bool | None = None,
        nargs: int = 1,
    ) -> None:
        self.name = word.replace("-", "_").lower()
        self.type = type_of(type, default)
        self.default = default
        self.required = (default is None and nargs > 0) if required is None else required
        self.nargs = nargs

    @property
    def metavar(self) -> str:
        word = self.name.upper() if self.required else f"[{self.name.upper()}]"
        return word if self.nargs == 1 else f"{word}..."

    @property
    def label(self) -> str:
        return repr(self.metavar)


class Command:
    """``run`` gets the Invocation and returns the exit code. A command that the runner carries out
    has ``request`` instead: the FlowCommand of `runner/compute/protocol.ts`, as plain data.
    """

    def __init__(
        self,
        name: str,
        help: str = "",
        *,
        options: Sequence[Option] = (),
        arguments: Sequence[Argument] = (),
        run: Callable[[Invocation], int] | None = None,
        request: Callable[[Invocation], dict[str, Any]] | None = None,
        hidden: bool = False,
        options_of: Callable[[type], Sequence[Option]] | None = None,
    ) -> None:
        self.name = name
        self.help = help
        self.options = list(options)
        self.arguments = list(arguments)
        self.run = run
        self.request = request
        self.hidden = hidden
        self.options_of = options_of
        """Further options that a flow brings (its parameters); they come first."""


class Group:
    """Commands of a common name: ``logs show``. ``options`` stand before the command's name; their
    values are in the Invocation of the command, too.
    """

    def __init__(
        self,
        name: str,
        help: str = "",
        *,
        commands: Sequence[Command | Group] = (),
        options: Sequence[Option] = (),
        default: str | None = None,
        hidden: bool = False,
    ) -> None:
        self.name = name
        self.help = help
        self.options = list(options)
        self.default = default
        """The command that is meant when the next word names none (``logs 1/start``)."""
        self.arguments: list[Argument] = []
        self.commands = {command.name: command for command in commands}
        self.hidden = hidden


class Context:
    """Where in the command line a command stands: for usage lines, help and variables."""

    def __init__(
        self,
        command: Command | Group,
        path: str,
        prefix: str,
        options: Sequence[Option],
        summaries: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.command = command
        self.path = path
        """``flow.py run``: what was typed to get here."""
        self.prefix = prefix
        """``METAFLOW_RUN``: how the variables of its options begin."""
        self.options = list(options)
        self.summaries = summaries
        """Names and summaries of the commands of a group."""
