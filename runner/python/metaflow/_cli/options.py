"""Options that several commands share: those before the command's name, and those of runs."""

from __future__ import annotations

from .command import Option
from .place import setting
from .values import Choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_TWICE = "Can be given several times."


def top_options() -> list[Option]:
    """They stand before the command's name, whatever the command is."""
    return [
        Option(
            "--quiet/--not-quiet",
            default=False,
            show_default=True,
            help="Print only what was asked for.",
        ),
        Option(
            "--metadata",
            type=Choice(["local", "service", "spin"]),
            default=_default("METADATA", "local"),
            show_default=True,
            help="Where runs and tasks are noted down.",
        ),
        Option(
            "--environment",
            type=Choice(["local", "pypi", "conda", "uv", "fast-bakery"]),
            default=_default("ENVIRONMENT", "local"),
            show_default=True,
            help="What provides the packages that steps import.",
        ),
        Option(
            "--force-rebuild-environments/--no-force-rebuild-environments",
            default=False,
            hidden=True,
            help="Make the environments anew, even those that are there.",
        ),
        Option(
            "--datastore",
            type=Choice(["local", "s3", "gs", "azure", "spin"]),
            default=_default("DATASTORE", "local"),
            show_default=True,
            help="Where artifacts are stored.",
        ),
        Option("--datastore-root", help="The folder of the datastore."),
        Option(
            "--package-suffixes",
            default=_default("PACKAGE_SUFFIXES", ".py,.R,.RDS"),
            show_default=True,
            help="The endings of files that belong to the code package, with commas between them.",
        ),
        Option(
            "--with",
            dest="decospecs",
            multiple=True,
            help=f"Put a decorator on every step, such as retry:times=2. {_TWICE}",
        ),
        Option(
            "--pylint/--no-pylint",
            default=True,
            show_default=True,
            help="Accepted for scripts: Flowdeck checks the graph itself and leaves linting to "
            "the editor.",
        ),
        Option(
            "--event-logger",
            type=Choice(["debugLogger", "nullSidecarLogger"]),
            default=_default("EVENT_LOGGER", "nullSidecarLogger"),
            show_default=True,
            help="What becomes of the runtime's own events.",
        ),
        Option(
            "--monitor",
            type=Choice(["debugMonitor", "nullSidecarMonitor"]),
            default=_default("MONITOR", "nullSidecarMonitor"),
            show_default=True,
            help="What becomes of the runtime's own measurements.",
        ),
        Option("--local-config-file", hidden=True, help="Internal use only."),
        Option(
            "--mode",
            type=Choice(["spin"]),
            help="Read what spun steps made ('spin') instead of what runs made.",
        ),
    ]


def _default(name: str, otherwise: str) -> str:
    return setting(f"METAFLOW_DEFAULT_{name}") or otherwise


def size_options() -> list[Option]:
    return [
        Option(
            "--max-log-size",
            default=10,
            show_default=True,
            help="How many megabytes of a task's stdout, and of its stderr, are kept. What comes "
            "after that is left out.",
        ),
    ]


def run_options() -> list[Option]:
    """Of commands that start many tasks."""
    return [
        Option(
            "--tag",
            dest="tags",
            multiple=True,
            help=f"Give the run this tag. {_TWICE}",
        ),
        Option(
            "--max-workers",
            default=16,
            show_default=True,
            help="How many tasks may run at the same time.",
        ),
        Option(
            "--max-num-splits",
            default=100,
            show_default=True,
            help="How many tasks one foreach may start. A longer list ends the run, as it is "
            "likely a mistake.",
        ),
        *size_options(),
        Option(
            "--with",
            dest="decospecs",
            multiple=True,
            help=f"Put a decorator on every step, such as retry:times=2. {_TWICE}",
        ),
    ]


def record_options() -> list[Option]:
    """For programs that start a run and want to find it."""
    return [
        Option("--run-id-file", help="Write the id of the run into this file."),
        Option(
            "--runner-attribute-file",
            help="Write into this file, as JSON, where the run is noted down and what it is "
            "called. The Runner of Metaflow reads it.",
        ),
    ]
