"""Hands a command to the runner and serves it: this process is the Python host of the run.

The runner (Node) has the terminal; two pipes join it to this process, whose import of the flow is
not done twice. When either dies, the other ends the run's tasks.
"""

from __future__ import annotations

import os
import shutil

from metaflow.exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .invocation import Invocation

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


#: The runner packs the code, and reads the setting as any of its own.
_SUFFIXES = "METAFLOW_DEFAULT_PACKAGE_SUFFIXES"


class RunnerMissing(MetaflowException):
    headline = "Flowdeck's runner is missing"


def carry_out_in_runner(invocation: Invocation, request: dict[str, Any]) -> int:
    """The exit code of the runner."""
    from metaflow._host.hosted import serve_runner

    return serve_runner(
        invocation.flow_class,
        invocation.file,
        request,
        [find_node(), find_runner(), "hosted"],
        # FLOWDECK_NODE may be the editor itself, which is a Node only if it is told so.
        {_SUFFIXES: invocation.top["package_suffixes"], "ELECTRON_RUN_AS_NODE": "1"},
    )


def find_node() -> str:
    """FLOWDECK_NODE, else node on PATH."""
    named = os.environ.get("FLOWDECK_NODE")
    if named:
        found = shutil.which(named)
        if found is None:
            raise RunnerMissing(
                f"FLOWDECK_NODE names {named}, which cannot be executed: set it to Node.js 20.19 "
                "or newer, or unset it to use the one on PATH"
            )
        return found
    found = shutil.which("node")
    if found is None:
        raise RunnerMissing(
            "Node.js was not found: install version 20.19 or newer, or set FLOWDECK_NODE "
            "to the path of node. Flows run in Python; Node.js runs the scheduler"
        )
    return found


def find_runner() -> str:
    """`flowdeck.js` beside our folder, or in `dist` of a source checkout."""
    folder = os.path.dirname(_HERE)
    places = [
        os.path.join(os.path.dirname(folder), "flowdeck.js"),
        os.path.join(os.path.dirname(os.path.dirname(folder)), "dist", "flowdeck.js"),
    ]
    for place in places:
        if os.path.isfile(place):
            return place
    raise RunnerMissing(f"{places[0]} does not exist: install Flowdeck again")
