"""What this runtime lacks is executed anew by the official package, when it is installed.

``FLOWDECK_ENGINE=metaflow`` (the setting flowdeck.engine) hands everything over.
"""

from __future__ import annotations

import os
import sys

from .exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_ENGINE = "FLOWDECK_ENGINE"
_HANDED_OVER = "FLOWDECK_HANDED_OVER"


class NeedsOfficial(MetaflowException):
    """Something that only the official package carries out; `what` names it for people."""

    headline = "Metaflow itself is needed"

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"{what} is not part of Flowdeck. Install the package metaflow for {sys.executable}, "
            "and Flowdeck hands it over"
        )


def hand_over(reason: NeedsOfficial) -> int:
    """Executes this very command line with the official package; returns only an exit code."""
    from ._cli.door import print_exception
    from ._cli.echo import echo_always

    if not _can_become_official():
        print_exception(reason)
        return 1
    echo_always(
        f"{reason.what} is carried out by the installed package metaflow, not by Flowdeck.",
        no_bold=True,
    )
    execute_anew()


def execute_anew() -> NoReturn:
    """This process becomes the same command with our folder off its path."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    command = [sys.executable, *_original_arguments()]
    environment = without_ours(dict(os.environ))
    if sys.platform == "win32":
        import subprocess

        sys.exit(subprocess.call(command, env=environment))
    os.execve(sys.executable, command, environment)


def without_ours(environment: dict[str, str]) -> dict[str, str]:
    """The environment of a process that shall import the official package."""
    entries = environment.get("PYTHONPATH", "").split(os.pathsep)
    others = [entry for entry in entries if entry and not _is_ours(entry)]
    environment.pop("PYTHONPATH", None)
    if others:
        environment["PYTHONPATH"] = os.pathsep.join(others)
    # A runtime that was installed by `flowdeck env --install` keeps off the path then.
    environment[_ENGINE] = "metaflow"
    environment[_HANDED_OVER] = "1"
    return environment


def find_official() -> str | None:
    """The folder of another `metaflow` on the path."""
    for entry in sys.path:
        folder = os.path.join(entry or os.getcwd(), "metaflow")
        if not _is_ours(os.path.dirname(folder)) and os.path.isfile(
            os.path.join(folder, "__init__.py")
        ):
            return folder
    return None


def _is_ours(entry: str) -> bool:
    # Two of our runtimes may be on the path (an editor's and a checkout's): neither is official.
    return os.path.abspath(entry) == _OURS or os.path.isfile(
        os.path.join(entry, "metaflow", "_handover.py")
    )


def _original_arguments() -> list[str]:
    """What stood behind the interpreter's name, flags included."""
    original = getattr(sys, "orig_argv", None)  # from Python 3.10
    if original is not None:
        return list(original[1:])
    import subprocess

    flags: list[str] = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
    return [*flags, *sys.argv]


def hand_over_script(name: str) -> None:
    """In the import of a module that only the official package has: if this process is a script of
    that package, it becomes the official one.
    """
    script = os.path.basename(sys.argv[0] if sys.argv else "")
    if script.partition(".")[0].startswith(name) and _can_become_official():
        execute_anew()
    raise ImportError(f"metaflow.cmd is not part of Flowdeck: use the command {name} itself")


def for_missing_name(name: str) -> None:
    """Before an import fails: a name that an installed extension of Metaflow brings is the official
    package's.
    """
    if name.startswith("_") or not _can_become_official() or not _is_flow_script():
        return
    import importlib.util

    if importlib.util.find_spec("metaflow_extensions") is None:
        return
    sys.stderr.write(
        f"metaflow.{name} comes from an extension of Metaflow: the installed package metaflow "
        "carries this out, not Flowdeck.\n"
    )
    execute_anew()


def _can_become_official() -> bool:
    return find_official() is not None and not os.environ.get(_HANDED_OVER)


def _is_flow_script() -> bool:
    """Not a host (whose descriptors another process would not get), and no notebook or test."""
    return (
        "metaflow._host.host" not in sys.modules and bool(sys.argv) and sys.argv[0].endswith(".py")
    )


def step_aside() -> None:
    """At the end of our import, when FLOWDECK_ENGINE asks for it: the official package takes our
    name, in this process and in those that it starts. When there is none, that is said.
    """
    if "metaflow._host.host" in sys.modules:
        return
    if find_official() is None:
        print(
            "FLOWDECK_ENGINE asks for Metaflow itself, which is not installed for "
            f"{sys.executable}: Flowdeck goes on. Install the package metaflow, or unset it.",
            file=sys.stderr,
        )
        return
    import importlib

    sys.path[:] = [entry for entry in sys.path if not (entry and _is_ours(entry))]
    environment = without_ours(dict(os.environ))
    os.environ.pop("PYTHONPATH", None)
    os.environ.update(environment)
    sys.meta_path[:] = [one for one in sys.meta_path if not _is_of_ours(one)]
    for name in [one for one in sys.modules if one == "metaflow" or one.startswith("metaflow.")]:
        del sys.modules[name]
    importlib.invalidate_caches()
    importlib.import_module("metaflow")


def _is_of_ours(finder: object) -> bool:
    kind = finder if isinstance(finder, type) else type(finder)
    return kind.__module__.startswith("metaflow.")
