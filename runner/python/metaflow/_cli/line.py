"""One command line of a flow, read part by part: what stands before the command's name changes the
flow (configs, decorators), and with it the options behind the name.
"""

from __future__ import annotations

from . import commands
from .command import Command, Context, Group
from .errors import Exit, UsageError
from .flow_setup import FlowSetup
from .invocation import Invocation
from .options import top_options
from .parser import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

_PREFIX = "METAFLOW"


class CommandLine:
    """``read_top``, then ``set_up``, then ``read_command``; each raises UsageError, Exit and what
    Metaflow's exceptions say.
    """

    def __init__(self, flow_class: type, words: Sequence[str], program: str) -> None:
        self.setup = FlowSetup(flow_class)
        self.top: dict[str, Any] = {}
        self._words = list(words)
        self.program = program
        self._rest: list[str] = []
        group = Group("")
        summaries = [(name, summary) for name, (_, summary) in commands.COMMANDS.items()]
        options = [*self.setup.options(), *top_options()]
        self.top_context = Context(group, program, _PREFIX, options, summaries)

    def allow_mixed_options(self) -> None:
        """Options that belong before the command's name may stand behind it."""
        from .mixed import with_top_options_first

        command = commands.load(self._words[0]) if self._words else None
        flow_class = self.setup.flow_class
        self._words = with_top_options_first(self._words, self.top_context, command, flow_class)

    def read_top(self) -> None:
        self.top, self._rest = parse(self.top_context, self._words)

    def check_world(self) -> None:
        """Raises when an option asks for what only the official package has."""
        from .world import check_world

        check_world(self.top, self.command_name)

    @property
    def command_name(self) -> str:
        return self._rest[0] if self._rest else commands.DEFAULT

    def set_up(self, echo: Callable[..., None]) -> None:
        """Configs, mutators, the options of flow decorators."""
        said = _nothing if self.top["quiet"] else echo
        try:
            self.setup.apply(self.top, self.command_name, self._rest[1:], said)
        except UsageError as error:
            error.context = error.context or self.top_context
            raise

    def read_command(self) -> tuple[Command, Invocation]:
        name = self.command_name
        command = commands.load(name)
        if command is None:
            self._refuse(name)
        flow_class = self.setup.flow_class
        path, prefix, words = self.program, _PREFIX, self._rest[1:]
        values: dict[str, Any] = {}
        while True:
            assert command is not None
            path, prefix = f"{path} {command.name}", f"{prefix}_{_variable(command.name)}"
            context = _context_of(command, path, prefix, flow_class)
            if isinstance(command, Group) and _means_default(command, words):
                command = command.commands[str(command.default)]
                continue
            if isinstance(command, Group) and not words:
                raise Exit(0, _help(context))
            found, words = parse(context, words)
            values.update(found)
            if isinstance(command, Command):
                return command, self._invocation(command, values, context)
            if not words:
                raise UsageError("Missing command.", context)
            if words[0] not in command.commands:
                raise UsageError(f"No such command '{words[0]}'.", context)
            command = command.commands[words[0]]
            words = words[1:]

    def _invocation(self, command: Command, values: dict[str, Any], context: Context) -> Invocation:
        setup = self.setup
        setup.attach(self.top, self.command_name, values)
        if command.request is not None and command.name != commands.DEFAULT:
            self._check_tasks()
        _choose_namespace(values.get("user_namespace"))
        return Invocation(
            setup.flow_class, self.top, values, context, self.top_context, setup.system_tags
        )

    def _check_tasks(self) -> None:
        """Before tasks are started: decorators in their places, and whether we can run them."""
        self.setup.check()
        needs = self.setup.beyond_us(self.top["environment"])
        if needs:
            from metaflow._handover import NeedsOfficial

            raise NeedsOfficial(", ".join(needs))

    def _refuse(self, name: str) -> None:
        if name in commands.OFFICIAL:
            from metaflow._handover import NeedsOfficial

            raise NeedsOfficial(f"the command {name!r}")
        if name.startswith("-"):
            parse(self.top_context, self._rest)
        raise UsageError(f"No such command '{name}'.", self.top_context)


def _choose_namespace(name: str | None) -> None:
    """What steps see in the client; runs keep the person's own tags."""
    if name is not None:
        from metaflow.client import namespace

        namespace(name or None)


def _nothing(*_args: object, **_style: object) -> None:
    pass


def _variable(name: str) -> str:
    return name.upper().replace("-", "_")


def _help(context: Context) -> str:
    from .help import help_text

    return help_text(context)


def _means_default(group: Group, words: Sequence[str]) -> bool:
    """``logs 12/start`` is ``logs show 12/start``."""
    if group.default is None:
        return False
    return not words or (words[0] not in group.commands and words[0] != "--help")


def _context_of(command: Command | Group, path: str, prefix: str, flow_class: type) -> Context:
    options = list(command.options)
    summaries: list[tuple[str, str]] = []
    if isinstance(command, Group):
        summaries = [(one.name, one.help) for one in command.commands.values() if not one.hidden]
    elif command.options_of is not None:
        options = [*command.options_of(flow_class), *options]
    return Context(command, path, prefix, options, summaries)
