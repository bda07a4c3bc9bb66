"""A foreach over what says only at run time how many items it has."""

from __future__ import annotations

import unittest

from in_process import Run, flow_of
from metaflow import _task
from metaflow._host.protocol import AttemptRequest, GangPlace, TaskInput
from metaflow.unbounded_foreach import UnboundedForeachInput


class Letters(UnboundedForeachInput):
    def __getitem__(self, index):
        return self if index is None else "ab"[index]

    def __iter__(self):
        return iter("ab")


FLOW = """
@step
def start(self):
    self.letters = Letters()
    self.next(self.work, foreach='letters')
@step
def work(self):
    self.mine = (self.input, self.index)
    self.next(self.join)
@step
def join(self, inputs):
    self.all = [each.mine for each in inputs]
    self.next(self.end)
"""


class Unbounded(unittest.TestCase):
    def test_a_task_in_front_counts_and_the_others_work(self):
        run = Run(self, flow_of(FLOW, "from test_unbounded import Letters"))
        split = run.attempt("start", "1")
        self.assertEqual(split["transition"], {"next": ["work"], "gang": 3})
        for index, task in enumerate(("2", "3", "4")):
            gang = GangPlace(3, index, ["2", "3", "4"])
            request = AttemptRequest("work", task, 0, [TaskInput("start", "1")], gang=gang)
            result = _task.run_attempt(run.flow, run.place, request)
            self.assertEqual(result, {"state": "succeeded", "transition": {"next": ["join"]}})
        control = run.artifacts("work", "2")
        self.assertEqual(control.load("_control_mapper_tasks"), ["1/work/3", "1/work/4"])
        self.assertNotIn("mine", control)
        run.attempt("join", "5", "work/2", "work/3", "work/4")
        self.assertEqual(run.artifacts("join", "5").load("all"), [("a", 0), ("b", 1)])


if __name__ == "__main__":
    unittest.main()
