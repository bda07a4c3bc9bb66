"""What a join gets, and steps that read their inputs from another run."""

from __future__ import annotations

import gc
import tempfile
import unittest
from pathlib import Path

from in_process import Run, flow_of
from metaflow import _task
from metaflow._host.protocol import AttemptRequest, RunPlace, TaskInput
from metaflow._inputs import Inputs

FLOW = """
@step
def start(self):
    self.items = list(range(104))
    self.base = 1
    self.next(self.work, foreach='items')
@step
def work(self):
    self.y = self.input + self.base
    self.next(self.join)
@step
def join(self, inputs):
    self.ys = [each.y for each in inputs]
    self.merge_artifacts(inputs, exclude=['y', 'ys'])
    self.next(self.end)
"""


def attempt(run, place, step, task, inputs, **more):
    tasks = [TaskInput(*each.split("/")) for each in inputs]
    return _task.run_attempt(run.flow, place, AttemptRequest(step, task, 0, tasks, **more))


class Many(unittest.TestCase):
    def test_inputs_that_the_step_does_not_hold_are_let_go(self):
        run = Run(self, flow_of(FLOW))
        run.attempt("start", "1")
        for at in range(104):
            attempt(run, run.place, "work", f"w{at}", ["start/1"], split_index=at)
        store = run.artifacts("start", "1").store
        tasks = [TaskInput("work", f"w{at}") for at in range(104)]
        inputs = Inputs(run.flow, store, run.place, tasks)
        held = inputs[5]
        self.assertEqual(sum(each.y for each in inputs), sum(range(1, 105)))
        gc.collect()
        self.assertLess(len(inputs._flows), 5)
        self.assertIs(inputs[5], held)
        self.assertEqual([each.y for each in inputs[-2:]], [103, 104])

    def test_few_are_kept(self):
        run = Run(self, flow_of(FLOW))
        run.attempt("start", "1")
        tasks = [TaskInput("start", "1")] * 3
        inputs = Inputs(run.flow, run.artifacts("start", "1").store, run.place, tasks)
        inputs[1].note = "kept"
        self.assertEqual(inputs[1].note, "kept")

    def test_one_that_is_printed_names_its_step_and_item(self):
        run = Run(self, flow_of(FLOW))
        run.attempt("start", "1")
        attempt(run, run.place, "work", "2", ["start/1"], split_index=7)
        store = run.artifacts("start", "1").store
        tasks = [TaskInput("start", "1"), TaskInput("work", "2")]
        printed = [str(each) for each in Inputs(run.flow, store, run.place, tasks)]
        self.assertEqual(
            printed,
            ["<flow TestedFlow step start>", "<flow TestedFlow step work[7] (input: 7)>"],
        )


class ElsewhereStored(unittest.TestCase):
    """As a step that is spun: its inputs are those of another run, in another root."""

    def setUp(self):
        self.run_ = Run(self, flow_of(FLOW))
        self.run_.attempt("start", "1")
        for task, at in (("2", 0), ("3", 1)):
            attempt(self.run_, self.run_.place, "work", task, ["start/1"], split_index=at)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.aside = Path(folder.name)
        inputs = {"root": str(self.run_.root), "run": "1"}
        self.place = RunPlace("TestedFlow", "9", str(self.aside), "tester", inputs=inputs)

    def spun(self, step, task, inputs, artifacts=None, **more):
        file = None
        if artifacts is not None:
            file = self.aside / "artifacts.py"
            file.write_text(f"ARTIFACTS = {artifacts!r}")
        more["artifacts_module"] = file and str(file)
        result = attempt(self.run_, self.place, step, task, inputs, **more)
        self.assertEqual(result["state"], "succeeded", result)
        from metaflow._datastore.cas import BlobStore
        from metaflow._datastore.layout import TaskPlace
        from metaflow._datastore.records import read_artifacts

        store = BlobStore(str(self.aside), "TestedFlow")
        return read_artifacts(store, TaskPlace("TestedFlow", "9", step, task))

    def test_everything_that_the_result_names_is_there(self):
        stored = self.spun("work", "0", ["start/1"], split_index=1)
        self.assertEqual((stored.load("y"), stored.load("base")), (2, 1))
        for name in stored.objects:
            stored.load(name)

    def test_the_run_that_is_read_stays_as_it_is(self):
        before = sorted(path for path in self.run_.root.rglob("*"))
        self.spun("work", "0", ["start/1"], {"base": 50}, split_index=1)
        self.assertEqual(sorted(path for path in self.run_.root.rglob("*")), before)

    def test_artifacts_can_be_replaced(self):
        stored = self.spun("work", "0", ["start/1"], {"base": 100}, split_index=1)
        self.assertEqual(stored.load("y"), 101)

    def test_those_of_a_join_by_task(self):
        flow = flow_of(FLOW.replace("range(104)", "range(2)"))
        run = Run(self, flow)
        run.attempt("start", "1")
        for task, at in (("2", 0), ("3", 1)):
            attempt(run, run.place, "work", task, ["start/1"], split_index=at)
        self.run_ = run
        self.place.inputs = {"root": str(run.root), "run": "1"}
        stored = self.spun("join", "0", ["work/2", "work/3"], {"1/work/3": {"y": "other"}})
        self.assertEqual((stored.load("ys"), stored.load("base")), ([1, "other"], 1))

    def test_a_module_without_artifacts_fails_the_attempt(self):
        file = self.aside / "empty.py"
        file.write_text("")
        result = attempt(
            self.run_,
            self.place,
            "work",
            "0",
            ["start/1"],
            split_index=0,
            artifacts_module=str(file),
        )
        self.assertIn("sets no dict ARTIFACTS", result["error"]["message"])


if __name__ == "__main__":
    unittest.main()
