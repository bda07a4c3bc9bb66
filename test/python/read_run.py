"""Prints a run's artifacts as the official package's classes unpickle them: run by its interpreter.

`python read_run.py ROOT FLOW RUN` → JSON `{step: [{name: text}, …]}`, the tasks in foreach order.
"""

from __future__ import annotations

import gzip
import json
import pickle
import sys
from pathlib import Path

import metaflow
from metaflow.exception import MetaflowExceptionWrapper


def main() -> None:
    root, flow, run = sys.argv[1:]
    assert "site-packages" in metaflow.__file__, metaflow.__file__
    steps = {}
    for step in sorted(Path(root, flow, run).iterdir()):
        if step.name in ("_meta", "flowdeck"):
            continue
        tasks = [
            read_task(Path(root, flow), task) for task in step.iterdir() if task.name != "_meta"
        ]
        tasks.sort(key=lambda values: [frame.index for frame in values.get("_foreach_stack", [])])
        steps[step.name] = [{k: text(v) for k, v in values.items()} for values in tasks]
    print(json.dumps(steps))


def read_task(flow: Path, task: Path) -> dict[str, object]:
    newest = max(int(path.name[0]) for path in task.glob("?.attempt.json"))
    assert (task / f"{newest}.DONE.lock").exists(), task
    record = json.loads((task / f"{newest}.data.json").read_text())
    return {
        name: pickle.loads(gzip.decompress((flow / "data" / key[:2] / key).read_bytes()))
        for name, key in record["objects"].items()
    }


def text(value: object) -> str:
    """repr with the type; what names a process or a place is left out."""
    if isinstance(value, MetaflowExceptionWrapper):
        # Our classes lie in other modules, and the traceback has other frames.
        return f"exception {value.type.rpartition('.')[2]}"
    if isinstance(value, dict) and "graph_structure" in value:
        value = {**value, "extensions": None}
    return f"{type(value).__name__} {value!r}"


main()
