"""`current`, in a task and outside of one."""

from __future__ import annotations

import os
import unittest

from in_process import Run, flow_of
from metaflow.metaflow_current import Current


class Outside(unittest.TestCase):
    def test_everything_is_none(self):
        current = Current()
        of_task = ["step_name", "task_id", "retry_count", "pathspec", "task"]
        of_run = ["flow_name", "run_id", "origin_run_id", "namespace", "username", "run", "tags"]
        for name in (*of_task, *of_run):
            self.assertIsNone(getattr(current, name), name)
            self.assertNotIn(name, current)
        self.assertIs(current.is_running_flow, False)
        self.assertEqual(current.get("nothing", 3), 3)
        with self.assertRaises(RuntimeError):
            current.graph  # noqa: B018
        with self.assertRaises(AttributeError):
            current.nothing  # noqa: B018


class InATask(unittest.TestCase):
    def seen(self, expression):
        body = (
            f"p = Parameter('p', default=1)\n@step\ndef start(self):\n    self.seen = {expression}"
        )
        run = Run(self, flow_of(f"{body}\n    self.next(self.end)"))
        result = run.attempt("start", "1", attempt=1)
        self.assertEqual(result["state"], "succeeded", result)
        return run.artifacts("start", "1").load("seen")

    def test_it_tells_where_the_task_stands(self):
        for expected, expression in [
            ("TestedFlow/1/start/1", "current.pathspec"),
            (1, "current.retry_count"),
            (["mine"], "sorted(current.tags)"),
            (["p"], "current.parameter_names"),
            (["end"], "current.graph['steps']['start']['next']"),
            (True, "'run_id' in current and current.is_running_flow"),
            ("user:tester", "current.namespace"),
            (None, "current.origin_run_id"),
        ]:
            with self.subTest(expression):
                self.assertEqual(self.seen(expression), expected)

    def test_a_production_token_is_the_namespace(self):
        os.environ["METAFLOW_PRODUCTION_TOKEN"] = "token"
        self.addCleanup(os.environ.pop, "METAFLOW_PRODUCTION_TOKEN")
        self.assertEqual(self.seen("current.namespace"), "production:token")


if __name__ == "__main__":
    unittest.main()
