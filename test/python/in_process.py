"""Flows inside the test's own process: imported from a file or made from a few lines."""

from __future__ import annotations

import importlib.util
import linecache
import sys
import tempfile
import textwrap
from itertools import count
from pathlib import Path

from metaflow import _task
from metaflow._host.protocol import AttemptId, AttemptRequest, RunPlace, TaskInput

_serial = count()


def import_flow(file: Path) -> type:
    """The last flow class of the file."""
    from metaflow import FlowSpec

    sys.path.insert(0, str(file.parent))
    try:
        spec = importlib.util.spec_from_file_location(f"flow_{next(_serial)}", file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
    values = [each for each in vars(module).values() if isinstance(each, type)]
    return [each for each in values if issubclass(each, FlowSpec) and each is not FlowSpec][-1]


def flow_of(body: str, above: str = "") -> type:
    """A class with this body; the steps start and end are added unless it has them."""
    text = textwrap.dedent(body)
    if "def start(" not in text:
        text += "\n@step\ndef start(self):\n    self.next(self.end)\n"
    if "def end(" not in text:
        text += "\n@step\ndef end(self):\n    pass\n"
    source = (
        "from metaflow import *\nfrom metaflow import batch, card, environment, pypi\n"
        f"{above}\nclass TestedFlow(FlowSpec):\n{textwrap.indent(text, '    ')}"
    )
    file = f"<flow {next(_serial)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    module = {"__name__": f"tested_{next(_serial)}"}
    exec(compile(source, file, "exec"), module)
    return module["TestedFlow"]


class Run:
    """A run of such a flow in a folder that goes with the test case."""

    def __init__(self, case, flow: type, values: dict[str, str] | None = None) -> None:
        folder = tempfile.TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        self.root = Path(folder.name, ".metaflow")
        self.flow = flow
        self.place = RunPlace(
            "TestedFlow", "1", str(self.root), "tester", ["mine"], ["user:tester"]
        )
        first = AttemptId("_parameters", "0", 0)
        self.values = _task.store_parameters(flow, self.place, first, values or {})

    def attempt(self, step, task, *inputs, split=None, attempt=0, user_attempts=1, foreach=None):
        """`inputs`: `step/task`."""
        tasks = [TaskInput(*each.split("/")) for each in inputs or ["_parameters/0"]]
        request = AttemptRequest(step, task, attempt, tasks, split, user_attempts)
        return _task.run_attempt(self.flow, self.place, request, foreach)

    def artifacts(self, step, task):
        from metaflow._datastore.cas import BlobStore
        from metaflow._datastore.layout import TaskPlace
        from metaflow._datastore.records import read_artifacts

        store = BlobStore(str(self.root), "TestedFlow")
        return read_artifacts(store, TaskPlace("TestedFlow", "1", step, task))

    def files(self, step, task):
        folder = self.root / "TestedFlow" / "1" / step / task
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
