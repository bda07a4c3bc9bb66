"""Options that several commands share: those before the command's name, and those of runs."""

from __future__ import annotations

from .command import Option
from .place import setting
from .values import Choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_TWICE = "You can specify this option multiple times"


def top_options() -> list[Option]:
    """They stand before the command's name, whatever the command is."""
    return [
        Option(
            "--quiet/--not-quiet",
            default=False,
            show_default=True,
            help="Suppress unnecessary messages",
        ),
        Option(
            "--metadata",
            type=Choice(["local", "service", "spin"]),
            default=_default("METADATA", "local"),
            show_default=True,
            help="Metadata service type",
        ),
        Option(
            "--environment",
            type=Choice(["local", "pypi", "conda", "uv", "fast-bakery"]),
            default=_default("ENVIRONMENT", "local"),
            show_default=True,
            help="Execution environment type",
        ),
        Option(
            "--force-rebuild-environments/--no-force-rebuild-environments",
            default=False,
            hidden=True,
            help="Explicitly rebuild the execution environments",
        ),
        Option(
            "--datastore",
            type=Choice(["local", "s3", "gs", "azure", "spin"]),
            default=_default("DATASTORE", "local"),
            show_default=True,
            help="Data backend type",
        ),
        Option("--datastore-root", help="Root path for datastore"),
        Option(
            "--package-suffixes",
            default=_default("PACKAGE_SUFFIXES", ".py,.R,.RDS"),
            show_default=True,
            help="A comma-separated list of file suffixes to include in the code package.",
        ),
        Option(
            "--with",
            dest="decospecs",
            multiple=True,
            help=f"Add a decorator to all steps. {_TWICE} to attach multiple decorators in steps.",
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
            help="type of event logger used",
        ),
        Option(
            "--monitor",
            type=Choice(["debugMonitor", "nullSidecarMonitor"]),
            default=_default("MONITOR", "nullSidecarMonitor"),
            show_default=True,
            help="Monitoring backend type",
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
            help="Maximum size of stdout and stderr captured in megabytes. If a step outputs more "
            "than this to stdout/stderr, its output will be truncated.",
        ),
    ]


def run_options() -> list[Option]:
    """Of commands that start many tasks."""
    return [
        Option(
            "--tag",
            dest="tags",
            multiple=True,
            help=f"Annotate this run with the given tag. {_TWICE} to attach multiple tags in "
            "the run.",
        ),
        Option(
            "--max-workers",
            default=16,
            show_default=True,
            help="Maximum number of parallel processes.",
        ),
        Option(
            "--max-num-splits",
            default=100,
            show_default=True,
            help="Maximum number of splits allowed in a foreach. This is a safety check "
            "preventing bugs from triggering thousands of steps inadvertently.",
        ),
        *size_options(),
        Option(
            "--with",
            dest="decospecs",
            multiple=True,
            help=f"Add a decorator to all steps. {_TWICE} to attach multiple decorators in steps.",
        ),
    ]


def record_options() -> list[Option]:
    """For programs that start a run and want to find it."""
    return [
        Option("--run-id-file", help="Write the ID of this run to the file specified."),
        Option(
            "--runner-attribute-file",
            help="Write the metadata and pathspec of this run to the file specified. Used "
            "internally for Metaflow's Runner API.",
        ),
    ]
