"""The commands of a flow's command line, in the order of its help; each is loaded when called.

Where nothing says otherwise a module holds ``COMMAND``, a Command or a Group.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..command import Command, Group

DEFAULT = "check"

#: Name → (module, summary for the overview).
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("check", "Look for mistakes in the flow; what happens without a command."),
    "dump": ("dump", "Print the artifacts of one task or of a step's tasks."),
    "help": ("help", "List the commands."),
    "output-dot": ("output_dot", "Draw the flow: its graph in the language of Graphviz."),
    "output-raw": ("output_raw", "Print everything that is known about the graph."),
    "resume": ("resume", "Go on from an earlier run, without repeating what it finished."),
    "run": ("run", "Run the flow on this machine."),
    "show": ("show", "Print the steps and what follows each."),
    "spin": ("spin", "Try one step again with the inputs it had in an earlier run."),
    "version": ("version", "Print the version of Metaflow."),
    "logs": ("logs", "Show or erase what tasks have printed."),
    "tag": ("tag", "List and change the tags of runs."),
    "card": ("card", "Show, save and make the cards of tasks."),
    "package": ("package", "See which files make up the flow's code package, or save it."),
}

#: Commands of Metaflow that only the official package carries out.
OFFICIAL = frozenset(
    {
        "airflow",
        "argo-workflows",
        "batch",
        "init",
        "kubernetes",
        "spin-step",
        "spot-metadata",
        "step",
        "step-functions",
        "to-argo",
    }
)


def load(name: str) -> Command | Group | None:
    """None for a name that is no command of ours."""
    entry = COMMANDS.get(name)
    if entry is None:
        return None
    import importlib

    try:
        module = importlib.import_module(f"{__name__}.{entry[0]}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{entry[0]}":
            raise
        return None
    command: Command | Group = module.COMMAND
    return command
