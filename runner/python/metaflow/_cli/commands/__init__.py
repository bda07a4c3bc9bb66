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
    "check": ("check", "Check that the flow is valid (default)."),
    "dump": ("dump", "Get data artifacts of a task or all tasks in a step."),
    "help": ("help", "Show all available commands."),
    "output-dot": ("output_dot", "Visualize the flow with Graphviz."),
    "output-raw": ("output_raw", "Output internal state of the flow graph."),
    "resume": ("resume", "Resume execution of a previous run of this flow."),
    "run": ("run", "Run the workflow locally."),
    "show": ("show", "Show structure of the flow."),
    "spin": ("spin", "Spins up a task for a given step from a previous run locally."),
    "version": ("version", "Print the Metaflow version"),
    "logs": ("logs", "Commands related to logs"),
    "tag": ("tag", "Commands related to tagging."),
    "card": ("card", "Commands related to @card decorator."),
    "package": ("package", "Commands related to code packages."),
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
