"""The tasks of a `num_parallel` step."""

from __future__ import annotations

import unittest

from in_process import Run, flow_of
from metaflow import _task
from metaflow._host.protocol import AttemptRequest, GangPlace, TaskInput
from metaflow.flowspec import ParallelUBF

FLOW = """
@step
def start(self):
    self.next(self.work, num_parallel=2)
@parallel
@step
def work(self):
    self.place = (current.parallel.num_nodes, current.parallel.node_index, self.input, self.index)
    self.next(self.join)
@step
def join(self, inputs):
    self.places = [each.place for each in inputs]
    self.next(self.end)
"""


class Gang(unittest.TestCase):
    def setUp(self):
        self.run_ = Run(self, flow_of(FLOW, "from metaflow import parallel"))
        self.split = self.run_.attempt("start", "1")
        for index, task in enumerate(("2", "3")):
            gang = GangPlace(2, index, ["2", "3"])
            request = AttemptRequest("work", task, 0, [TaskInput("start", "1")], gang=gang)
            result = _task.run_attempt(self.run_.flow, self.run_.place, request)
            self.assertEqual(result, {"state": "succeeded", "transition": {"next": ["join"]}})

    def test_the_split_tells_how_many(self):
        self.assertEqual(self.split["transition"], {"next": ["work"], "gang": 2})
        stored = self.run_.artifacts("start", "1")
        self.assertEqual(stored.load("_parallel_ubf_iter").num_parallel, 2)
        self.assertEqual(stored.info["_parallel_ubf_iter"]["type"], str(ParallelUBF))
        self.assertEqual(str(ParallelUBF), "<class 'metaflow.flowspec.ParallelUBF'>")
        self.assertTrue(stored.load("_unbounded_foreach"))
        self.assertEqual(
            [stored.load(name) for name in ("_foreach_num_splits", "_foreach_values")],
            [None, None],
        )

    def test_every_task_knows_its_place(self):
        places = [self.run_.artifacts("work", task).load("place") for task in ("2", "3")]
        self.assertEqual(places, [(2, 0, 0, 0), (2, 1, 1, 1)])
        frame = self.run_.artifacts("work", "3").load("_foreach_stack")[0]
        self.assertEqual(tuple(frame), ("work", "_parallel_ubf_iter", None, 1, None))

    def test_the_control_task_names_all(self):
        control, worker = (self.run_.artifacts("work", task) for task in ("2", "3"))
        self.assertEqual(control.load("_control_mapper_tasks"), ["1/work/2", "1/work/3"])
        self.assertIs(control.load("_control_task_is_mapper_zero"), True)
        self.assertNotIn("_control_mapper_tasks", worker)

    def test_the_join_leaves_the_gang(self):
        self.run_.attempt("join", "4", "work/2", "work/3")
        joined = self.run_.artifacts("join", "4")
        self.assertEqual(joined.load("places"), [(2, 0, 0, 0), (2, 1, 1, 1)])
        self.assertEqual(joined.load("_foreach_stack"), [])


if __name__ == "__main__":
    unittest.main()
