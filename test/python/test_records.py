"""The metadata records that depend on the run: code package, origin, foreach."""

from __future__ import annotations

import json
import unittest
from pathlib import Path

from in_process import Run, flow_of
from metaflow._datastore.layout import TaskPlace
from metaflow._datastore.records import TaskRecords
from metaflow._host.protocol import RunPlace

BODY = """
@step
def start(self):
    self.items = [1, 2]
    self.next(self.work, foreach='items')
@step
def work(self):
    self.next(self.join)
@step
def join(self, inputs):
    self.next(self.end)
"""


class Metadata(unittest.TestCase):
    def setUp(self):
        self.run_ = Run(self, flow_of(BODY))

    def records(self, step, task):
        folder = Path(self.run_.root, "TestedFlow", "1", step, task, "_meta")
        found = [json.loads(path.read_text()) for path in folder.glob("sysmeta_*")]
        return {record["field_name"]: record["value"] for record in found}

    def test_the_parameters_name_the_ends_of_the_graph(self):
        self.assertEqual(
            self.records("_parameters", "0"),
            {"start_step": "start", "end_step": "end", "attempt-done": "0"},
        )

    def test_a_task_came_to_be_when_the_run_says(self):
        place = TaskPlace("TestedFlow", "1", "work", "9")
        run = RunPlace("TestedFlow", "1", str(self.run_.root), "tester")
        TaskRecords(run, place, 0).begin(1234)
        TaskRecords(run, place, 1).begin(5678)
        record = Path(self.run_.root, "TestedFlow", "1", "work", "9", "_meta", "_self.json")
        self.assertEqual(json.loads(record.read_text())["ts_epoch"], 1234)

    def test_a_foreach_task_names_its_place(self):
        self.run_.attempt("start", "1")
        self.run_.attempt("work", "2", "start/1", split=1)
        self.assertNotIn("foreach-execution-path", self.records("start", "1"))
        self.assertEqual(self.records("work", "2")["foreach-execution-path"], "work:1")

    def test_the_code_package_is_named_outside_a_foreach(self):
        package = {"sha": "ab", "location": "/root/F/data/ab/ab", "metadata": "{}"}
        self.run_.place.code_package = package
        self.run_.attempt("start", "1")
        self.run_.attempt("work", "2", "start/1", split=0)
        value = json.loads(self.records("start", "1")["code-package"])
        self.assertEqual(value, {"ds_type": "local", **package})
        self.assertNotIn("code-package", self.records("work", "2"))

    def test_the_origin_of_a_resumed_run(self):
        self.run_.place.origin_run_id = "77"
        self.run_.attempt("start", "1")
        self.assertEqual(self.records("start", "1")["origin-run-id"], "77")

    def test_a_retry_says_which_attempt_it_is(self):
        self.run_.attempt("start", "1", attempt=2, user_attempts=3)
        self.assertEqual(self.records("start", "1")["attempt"], "2")


if __name__ == "__main__":
    unittest.main()
