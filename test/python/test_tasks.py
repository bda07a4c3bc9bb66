"""One attempt of a task: what it starts from, what it stores, how it fails."""

from __future__ import annotations

import contextlib
import fractions
import io
import json
import os
import unittest
from pathlib import Path

from in_process import Run, flow_of
from metaflow import _task
from metaflow._host.protocol import TaskInput
from metaflow.exception import ParameterError


def field_of(name):
    return name.rpartition("/")[2][len("sysmeta_") :].rpartition("_")[0]


class TaskCase(unittest.TestCase):
    def setUp(self):
        self.log = io.StringIO()
        redirected = contextlib.redirect_stderr(self.log)
        redirected.__enter__()
        self.addCleanup(redirected.__exit__, None, None, None)

    def run_of(self, body, values=None):
        return Run(self, flow_of(body), values)

    def failure(self, body, step="start"):
        result = self.run_of(body).attempt(step, "1")
        self.assertEqual(result["state"], "failed", result)
        return result["error"]


class Records(TaskCase):
    def test_a_task_has_few_files(self):
        run = self.run_of("@step\ndef start(self):\n    self.x = 1\n    self.next(self.end)")
        run.attempt("start", "1")
        names = [name.replace("\\", "/") for name in run.files("start", "1")]
        self.assertEqual(
            [name for name in names if "artifact_" not in name and "sysmeta" not in name],
            ["0.DONE.lock", "0.attempt.json", "0.data.json", "_meta/_self.json"],
        )
        self.assertEqual(
            sorted(name.split("_artifact_")[1][:-5] for name in names if "_artifact_" in name),
            ["_graph_info", "_success", "_task_ok", "name", "x"],
        )
        self.assertEqual(
            sorted(field_of(name) for name in names if "sysmeta" in name),
            [
                "attempt",
                "attempt-done",
                "attempt_ok",
                "ds-root",
                "ds-type",
                "origin-run-id",
                "script-name",
                "user",
            ],
        )
        self.assertLessEqual(len([name for name in names if "artifact_" not in name]), 18)

    def test_a_failed_attempt_is_complete_and_not_ok(self):
        run = self.run_of("@step\ndef start(self):\n    self.x = 1\n    raise OSError('no')")
        run.attempt("start", "1")
        artifacts = run.artifacts("start", "1")
        self.assertEqual([artifacts.load("_task_ok"), artifacts.load("_success")], [False, False])
        self.assertEqual(artifacts.load("x"), 1)
        self.assertEqual(artifacts.load("_exception").type, "builtins.OSError")

    def test_what_was_not_touched_keeps_its_key_and_what_changed_in_place_is_stored(self):
        run = self.run_of(
            "@step\ndef start(self):\n    self.kept = [1]\n    self.log = ['a']\n"
            "    self.next(self.middle)\n"
            "@step\ndef middle(self):\n    self.log.append('b')\n    self.next(self.end)"
        )
        run.attempt("start", "1")
        run.attempt("middle", "2", "start/1")
        before, after = run.artifacts("start", "1"), run.artifacts("middle", "2")
        self.assertEqual(after.objects["kept"], before.objects["kept"])
        self.assertEqual(after.load("log"), ["a", "b"])

    def test_reading_self_input_does_not_copy_the_list(self):
        run = self.run_of(
            "@step\ndef start(self):\n    self.items = ['x', 'y']\n"
            "    self.next(self.work, foreach='items')\n"
            "@step\ndef work(self):\n    self.mine = self.input\n"
            "    self.loaded = 'items' in self.__dict__\n    self.next(self.join)\n"
            "@step\ndef join(self, inputs):\n    self.next(self.end)"
        )
        run.attempt("start", "1")
        source = _task.load_foreach(run.flow, run.place, TaskInput("start", "1"))
        for index, item in enumerate("xy"):
            run.attempt("work", f"{index + 2}", "start/1", split=index, foreach=source)
            artifacts = run.artifacts("work", f"{index + 2}")
            self.assertEqual(artifacts.load("mine"), item)
            self.assertFalse(artifacts.load("loaded"))
            self.assertEqual(artifacts.load("_foreach_stack")[0].index, index)

    def test_a_retry_reads_what_came_before_not_its_own_failure(self):
        run = self.run_of(
            "@step\ndef start(self):\n    self.x = getattr(self, 'x', 0) + 1\n"
            "    if current.retry_count == 0:\n        raise ValueError\n    self.next(self.end)"
        )
        self.assertEqual(run.attempt("start", "1", user_attempts=2)["state"], "failed")
        result = run.attempt("start", "1", attempt=1, user_attempts=2)
        self.assertEqual(result, {"state": "succeeded", "transition": {"next": ["end"]}})
        self.assertEqual(run.artifacts("start", "1").load("x"), 1)


class Failures(TaskCase):
    def test_frames_are_the_users(self):
        error = self.failure(
            "@step\ndef start(self):\n    self.helper()\n    self.next(self.end)\n"
            "def helper(self):\n    raise ValueError('two\\nlines')"
        )
        self.assertEqual(error["kind"], "exception")
        self.assertEqual(error["message"], "ValueError: two lines")
        self.assertEqual([frame["name"] for frame in error["frames"]], ["start", "helper"])
        self.assertEqual(error["frames"][1]["text"], r"raise ValueError('two\nlines')")
        self.assertNotIn("_task.py", error["stacktrace"])
        self.assertIn("step start> failed:", self.log.getvalue())

    def test_exit(self):
        error = self.failure("@step\ndef start(self):\n    raise SystemExit(3)")
        self.assertEqual([error["kind"], error["exitCode"]], ["exit", 3])

    def test_exit_zero_after_next_is_success(self):
        run = self.run_of("@step\ndef start(self):\n    self.next(self.end)\n    raise SystemExit")
        # Not the last statement, so the description says nothing of it: as with Metaflow a failure.
        self.assertEqual(run.attempt("start", "1")["state"], "failed")
        run = self.run_of(
            "def leave(self):\n    raise SystemExit(0)\n"
            "@step\ndef start(self):\n    self.next(self.end)\n"
            "@step\ndef end(self):\n    self.leave()"
        )
        run.attempt("start", "1")
        self.assertEqual(
            run.attempt("end", "2", "start/1"), {"state": "succeeded", "transition": None}
        )

    def test_keyboard_interrupt_and_memory(self):
        error = self.failure("@step\ndef start(self):\n    raise KeyboardInterrupt")
        self.assertEqual([error["kind"], error["message"]], ["exception", "KeyboardInterrupt"])
        error = self.failure("@step\ndef start(self):\n    bytearray(1 << 62)")
        self.assertEqual(error["kind"], "memory")

    def test_an_artifact_that_cannot_be_stored_is_named_with_its_line(self):
        error = self.failure(
            "@step\ndef start(self):\n    self.fine = 1\n    self.odd = lambda: 0\n"
            "    self.odd2 = [lambda: 0]\n    self.next(self.end)"
        )
        self.assertEqual(error["kind"], "unpicklable")
        self.assertIn("self.odd2 (builtins.list) can't be pickled", error["message"])
        self.assertEqual(error["frames"][0]["text"], "self.odd2 = [lambda: 0]")

    def test_the_rest_of_an_unpicklable_task_is_stored(self):
        run = self.run_of(
            "@step\ndef start(self):\n    self.fine = 1\n    self.odd = [lambda: 0]\n"
            "    self.next(self.end)"
        )
        run.attempt("start", "1")
        artifacts = run.artifacts("start", "1")
        self.assertEqual([artifacts.load("fine"), artifacts.load("_task_ok")], [1, False])
        self.assertNotIn("odd", artifacts)

    def test_self_as_an_artifact_is_explained(self):
        error = self.failure("@step\ndef start(self):\n    self.me = self\n    self.next(self.end)")
        self.assertIn("a flow can't be stored in itself", error["message"])

    def test_a_missing_attribute_names_the_flow(self):
        error = self.failure("@step\ndef start(self):\n    self.nothing")
        self.assertEqual(
            error["message"], "AttributeError: Flow TestedFlow has no attribute 'nothing'"
        )

    @unittest.skipIf(os.name == "nt" or os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_without_permission_is_a_storage_failure(self):
        run = self.run_of("")
        folder = run.root / "TestedFlow" / "1"
        folder.chmod(0o500)
        self.addCleanup(folder.chmod, 0o700)
        self.assertEqual(run.attempt("start", "1")["error"]["kind"], "storage")

    def test_a_datastore_that_cannot_be_written_is_a_storage_failure(self):
        run = self.run_of(
            "@step\ndef start(self):\n    self.big = 'x' * 500\n    self.next(self.end)"
        )
        data = run.root / "TestedFlow" / "data"
        data.rename(data.with_name("moved"))
        data.write_text("a file where a folder should be")
        error = run.attempt("start", "1")["error"]
        self.assertEqual(error["kind"], "storage")
        self.assertIn("Could not", error["message"])

    def test_an_artifact_whose_class_is_gone_is_named(self):
        run = self.run_of(
            "@step\ndef start(self):\n    import fractions\n"
            "    class Gone(fractions.Fraction): pass\n    fractions.Gone = Gone\n"
            "    Gone.__module__, Gone.__qualname__ = 'fractions', 'Gone'\n"
            "    self.odd = Gone(1)\n    self.next(self.middle)\n"
            "@step\ndef middle(self):\n    hasattr(self, 'odd')\n    self.next(self.end)"
        )
        self.assertEqual(run.attempt("start", "1")["state"], "succeeded")
        del fractions.Gone
        error = run.attempt("middle", "2", "start/1")["error"]
        self.assertIn("The artifact 'odd' can't be unpickled (AttributeError", error["message"])
        self.assertEqual(error["frames"][-1]["text"], "hasattr(self, 'odd')")

    def test_what_failed_first_is_told_when_storing_fails_too(self):
        run = self.run_of(
            "@step\ndef start(self):\n    self.big = 'x' * 500\n"
            "    import pathlib\n    data = pathlib.Path(self._datastore.store.root, "
            "'TestedFlow/data')\n"
            "    data.rename(data.with_name('moved'))\n    data.write_text('in the way')\n    1 / 0"
        )
        error = run.attempt("start", "1")["error"]
        self.assertEqual(error["message"], "ZeroDivisionError: division by zero")
        self.assertIn("Could not write", self.log.getvalue())

    def test_an_input_that_is_not_done(self):
        error = self.run_of("").attempt("end", "2", "start/1")["error"]
        self.assertIn("start/1 has not finished", error["message"])


class Catch(TaskCase):
    BODY = "@catch(var='problem', print_exception=False)\n@step\ndef start(self):\n"

    def test_only_the_last_attempt_is_caught(self):
        run = self.run_of(self.BODY + "    1 / 0\n    self.next(self.end)")
        self.assertEqual(run.attempt("start", "1", user_attempts=2)["state"], "failed")
        result = run.attempt("start", "1", attempt=1, user_attempts=2)
        self.assertEqual(result, {"state": "caught", "transition": {"next": ["end"]}})
        artifacts = run.artifacts("start", "1")
        self.assertEqual(artifacts.load("problem").type, "builtins.ZeroDivisionError")
        state = [artifacts.load(name) for name in ("_task_ok", "_success", "_exception")]
        self.assertEqual(state, [True, False, None])

    def test_the_attempt_after_the_last_does_not_run_user_code(self):
        run = self.run_of(self.BODY + "    self.ran = True\n    self.next(self.end)")
        result = run.attempt("start", "1", attempt=1, user_attempts=1)
        self.assertEqual(result["state"], "caught")
        artifacts = run.artifacts("start", "1")
        self.assertNotIn("ran", artifacts)
        self.assertIn("1 attempts without raising", artifacts.load("problem").exception)

    def test_a_wrong_way_is_not_caught(self):
        run = self.run_of(self.BODY + "    if True:\n        return\n    self.next(self.end)")
        error = run.attempt("start", "1")["error"]
        self.assertIn("ended without calling self.next()", error["message"])


class Joins(TaskCase):
    BODY = """
@step
def start(self):
    self.common = "c"
    self.next(self.a, self.b)
@step
def a(self):
    self.x = 1
    self.next(self.join)
@step
def b(self):
    self.x = 2
    self.next(self.join)
"""

    def joined(self, join):
        run = self.run_of(self.BODY + join)
        run.attempt("start", "1")
        run.attempt("a", "2", "start/1")
        run.attempt("b", "3", "start/1")
        return run, run.attempt("join", "4", "a/2", "b/3")

    def test_starts_from_nothing_but_the_runs_own(self):
        run, _ = self.joined("@step\ndef join(self, inputs):\n    self.next(self.end)")
        names = {name for name in run.artifacts("join", "4").objects if not name.startswith("_")}
        self.assertEqual(names, {"name"})

    def test_a_wrong_branch_is_named(self):
        _, result = self.joined(
            "@step\ndef join(self, inputs):\n    inputs.c\n    self.next(self.end)"
        )
        self.assertIn(
            "has no step 'c'; this join's inputs come from: a, b", result["error"]["message"]
        )

    def test_conflict_missing_and_both_lists(self):
        for call, text in [
            ("self.merge_artifacts(inputs)", "can't merge x: the branches have different"),
            ("self.merge_artifacts(inputs, include=['nope'])", "can't merge nope: no branch"),
            ("self.merge_artifacts(inputs, include=['x'], exclude=['common'])", "not both"),
        ]:
            with self.subTest(call):
                body = f"@step\ndef join(self, inputs):\n    {call}\n    self.next(self.end)"
                _, result = self.joined(body)
                self.assertIn(text, result["error"]["message"])

    def test_outside_a_join(self):
        error = self.failure(
            "@step\ndef start(self):\n    self.merge_artifacts([])\n    self.next(self.end)"
        )
        self.assertIn("belongs into a join", error["message"])


class Parameters(TaskCase):
    BODY = (
        "n = Parameter('n', type=int)\nflag = Parameter('flag', default=False)\n"
        "rate = Parameter('rate', default=0.5)\nconf = Parameter('conf', type=JSONType)"
    )

    def test_texts_become_values(self):
        given = {"n": "-3", "flag": "Yes", "rate": "1e-3", "conf": '{"a": [1]}'}
        run = self.run_of(self.BODY, given)
        self.assertEqual(run.values, {"n": -3, "flag": True, "rate": 0.001, "conf": {"a": [1]}})

    def test_a_wrong_text_names_parameter_type_and_text(self):
        for name, text, kind in [
            ("n", "three", "a whole number"),
            ("flag", "maybe", "true or false"),
            ("rate", "fast", "a number"),
            ("conf", "{", "valid JSON"),
        ]:
            message = f"'{name}' should be {kind}, got '{text}'"
            with self.subTest(name), self.assertRaisesRegex(ParameterError, message):
                self.run_of(self.BODY, {name: text})

    def test_a_required_one_that_is_missing(self):
        with self.assertRaisesRegex(ParameterError, "'x' is required: pass --x VALUE"):
            self.run_of("x = Parameter('x', required=True)")

    def test_can_not_be_changed_in_a_step(self):
        error = self.failure(
            "x = Parameter('x', default=1)\n@step\ndef start(self):\n    self.x = 2"
        )
        self.assertIn("'x' is a parameter and can't be changed", error["message"])


class Loading(unittest.TestCase):
    def test_the_order_of_records_ends_with_done(self):
        run = Run(self, flow_of(""))
        written = []
        from metaflow._datastore import records

        original = records.write_file
        self.addCleanup(setattr, records, "write_file", original)
        records.write_file = lambda path, data: (
            written.append(Path(path).name) or original(path, data)
        )
        run.attempt("start", "1")
        kinds = [name.replace("sysmeta_", "").split("_1")[0] for name in written]
        self.assertEqual(kinds[:3], ["_self.json", "_self.json", "0.attempt.json"])
        ended = [kind for kind in kinds if "artifact" not in kind][-3:]
        self.assertEqual(ended, ["0.data.json", "attempt-done", "0.DONE.lock"])
        self.assertIn("artifact", kinds[-3])

    def test_task_records_carry_tags_and_times(self):
        run = Run(self, flow_of(""))
        run.attempt("start", "1")
        text = (run.root / "TestedFlow/1/start/1/_meta/_self.json").read_text()
        record = json.loads(text)
        self.assertIsInstance(record.pop("ts_epoch"), int)
        self.assertEqual(
            record,
            {
                "run_number": "1",
                "step_name": "start",
                "task_id": "1",
                "flow_id": "TestedFlow",
                "user_name": "tester",
                "tags": ["mine"],
                "system_tags": ["user:tester"],
            },
        )


if __name__ == "__main__":
    unittest.main()
