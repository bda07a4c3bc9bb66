"""What Python says about a flow."""

from __future__ import annotations

import unittest

from in_process import flow_of, import_flow
from metaflow._describe import describe, to_json
from metaflow.exception import (
    BadStepDecoratorException,
    DuplicateStepDecoratorException,
    InvalidDecoratorAttribute,
    MetaflowException,
)
from official import FLOWS


def described(name):
    return describe(import_flow(FLOWS / f"{name}.py"), str(FLOWS / f"{name}.py"))


def steps(name):
    return {step["name"]: step for step in described(name)["steps"]}


class Description(unittest.TestCase):
    maxDiff = None

    def test_hello(self):
        file = str(FLOWS / "hello.py")

        def step(name, kind, line, following):
            return {
                "name": name,
                "type": kind,
                "line": line,
                "sourceFile": file,
                "doc": "",
                "decorators": [],
                "next": following,
                "takesInputs": False,
            }

        self.assertEqual(
            described("hello"),
            {
                "version": 1,
                "name": "HelloFlow",
                "file": file,
                "doc": "Says hello.",
                "startStep": "start",
                "endStep": "end",
                "parameters": [],
                "decorators": [],
                "steps": [
                    step("start", "start", 10, ["shout"]),
                    step("shout", "linear", 15, ["end"]),
                    step("end", "end", 21, []),
                ],
            },
        )

    def test_types_of_splits_and_joins(self):
        kinds = {name: step["type"] for name, step in steps("nested_foreach").items()}
        self.assertEqual(
            kinds,
            {
                "start": "split-foreach",
                "outer": "split-foreach",
                "inner": "split-static",
                "left": "linear",
                "right": "linear",
                "sides": "join",
                "inner_join": "join",
                "outer_join": "join",
                "end": "end",
            },
        )
        self.assertEqual(steps("nested_foreach")["outer"]["foreachArtifact"], "numbers")

    def test_decorators_are_complete(self):
        self.assertEqual(
            steps("catch_retry")["silent"]["decorators"],
            [{"name": "catch", "attributes": {"var": None, "print_exception": True}}],
        )
        self.assertEqual(
            steps("timeouts")["start"]["decorators"][0]["attributes"],
            {"cpu": 2, "gpu": None, "disk": None, "memory": 1000, "shared_memory": None},
        )

    def test_parameters(self):
        found = {each["attribute"]: each for each in described("params")["parameters"]}
        self.assertEqual(
            found["text"],
            {
                "name": "text",
                "attribute": "text",
                "kind": "parameter",
                "type": "str",
                "required": False,
                "default": "some text",
                "help": "Any text.",
            },
        )
        self.assertEqual(found["rate"]["name"], "learning-rate")
        types = {name: each["type"] for name, each in found.items()}
        self.assertEqual(types["settings"], "JSONType")
        self.assertEqual([types["whole"], types["flag"], types["count"]], ["float", "bool", "int"])
        self.assertEqual(found["computed"]["default"], {"$expression": "from_context"})
        self.assertNotIn("default", found["unset"])

    def test_inherited_steps_come_first_and_name_their_file(self):
        found = steps("inherit")
        self.assertEqual(list(found), ["report", "start", "end", "middle"])
        self.assertEqual(found["report"]["sourceFile"], str(FLOWS / "shared" / "steps.py"))
        self.assertEqual(found["report"]["doc"], "Describes what was made.")

    def test_a_step_without_next_goes_nowhere(self):
        self.assertEqual(steps("bad/no_next")["middle"]["next"], [])

    def test_values_that_json_would_change_are_expressions(self):
        self.assertEqual(to_json({"a": (1, 2.5, None)}), {"a": [1, 2.5, None]})
        for value in (2**60, float("nan"), {1: 2}, object, {"deep": [{1}]}):
            self.assertIn("$expression", to_json(value))


class Decorators(unittest.TestCase):
    def refuses(self, error, text, body):
        with self.assertRaisesRegex(error, text):
            # What a decorator says may come from a config, so it is judged once these are read.
            describe(flow_of(body), "flow.py")

    def test_must_stand_above_step(self):
        body = "@step\n@retry\ndef start(self):\n    self.next(self.end)"
        self.refuses(BadStepDecoratorException, "above @step", body)

    def test_may_not_be_repeated(self):
        body = "@retry\n@retry(times=1)\n@step\ndef start(self):\n    self.next(self.end)"
        self.refuses(DuplicateStepDecoratorException, "twice", body)

    def test_name_an_unknown_attribute(self):
        body = "@retry(tiems=1)\n@step\ndef start(self):\n    self.next(self.end)"
        self.refuses(InvalidDecoratorAttribute, "no attribute 'tiems'; it has: times", body)

    def test_retry_has_a_limit(self):
        body = "@retry(times=5)\n@step\ndef start(self):\n    self.next(self.end)"
        self.refuses(MetaflowException, r"@retry\(times=4\) is the most", body)

    def test_timeout_needs_a_time(self):
        body = "@timeout\n@step\ndef start(self):\n    self.next(self.end)"
        self.refuses(MetaflowException, "needs a time", body)

    def test_catch_may_not_stand_on_a_foreach(self):
        flow = flow_of(
            "@catch\n@step\ndef start(self):\n    self.items = [1]\n"
            "    self.next(self.end, foreach='items')"
        )
        with self.assertRaisesRegex(MetaflowException, "@catch can't stand on step 'start'"):
            describe(flow, "flow.py")

    def test_schedule_is_kept_and_changes_nothing(self):
        flow = flow_of("", above="@schedule(weekly=True)")
        self.assertEqual(
            describe(flow, "flow.py")["decorators"],
            [
                {
                    "name": "schedule",
                    "attributes": {
                        "cron": None,
                        "weekly": True,
                        "daily": True,
                        "hourly": False,
                        "timezone": None,
                    },
                }
            ],
        )


if __name__ == "__main__":
    unittest.main()
