"""self.next() at run time: what may be split over, and where a step may go."""

from __future__ import annotations

import contextlib
import io
import unittest
import warnings

from in_process import Run, flow_of

AFTER = """
@step
def work(self):
    self.next(self.join)
@step
def join(self, inputs):
    self.next(self.end)
"""


class Next(unittest.TestCase):
    def attempt(self, body):
        run = Run(self, flow_of(body))
        with contextlib.redirect_stderr(io.StringIO()):
            return run.attempt("start", "1")

    def split_over(self, value):
        return self.attempt(
            f"@step\ndef start(self):\n    self.items = {value}\n"
            f"    self.next(self.work, foreach='items')\n{AFTER}"
        )

    def refused(self, result, text):
        self.assertEqual(result["state"], "failed", result)
        self.assertIn(text, result["error"]["message"])
        self.assertEqual(result["error"]["frames"][-1]["name"], "start")

    def test_what_has_positions_or_a_stable_order_is_split(self):
        for value, texts in [
            ("[1, 'a']", ["1", "a"]),
            ("('x',)", ["x"]),
            ("range(2)", ["0", "1"]),
            ("'ab'", ["a", "b"]),
            ("{0: 'zero', 1: 'one'}", ["0", "1"]),
            (
                "[None, {'k': 'v' * 60}, 'w' * 60]",
                ["None", "{'k': 'vvvvvvvvvvvv...vvvvvvvv", "w" * 30],
            ),
        ]:
            with self.subTest(value):
                transition = self.split_over(value)["transition"]
                foreach = {"artifact": "items", "splits": len(texts), "values": texts}
                self.assertEqual(transition, {"next": ["work"], "foreach": foreach})

    def test_what_cannot_be_split_says_what_to_write(self):
        for value, text in [
            ("None", "it is None; assign a list"),
            ("[]", "it is empty"),
            ("{'a': 1}", "write self.items = list(d.items())"),
            ("(n for n in 'ab')", "write self.items = list(…)"),
            ("7", "int is not iterable"),
        ]:
            with self.subTest(value):
                self.refused(self.split_over(value), text)

    def test_a_set_is_split_with_a_warning(self):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            self.assertEqual(self.split_over("{1}")["state"], "succeeded")
        self.assertIn("self.items is a set", str(told[0].message))

    def test_rules_of_the_call(self):
        for call, text in [
            ("self.next(self.end)\n    self.next(self.end)", "more than once"),
            ("self.next()", "needs the step that comes next"),
            ("self.next(print)", "argument 1 of self.next() is <built-in function print>"),
            ("self.next(self.index_of)", "'index_of', which is no step"),
            ("self.next(self.end, foreach='nothing')", "self.nothing, its foreach variable"),
            ("self.next(self.end, foreach=['a'])", "foreach is the name of an artifact"),
            ("self.next(self.end, for_each='a')", "no argument 'for_each'"),
            ("self.next({'a': self.end})", "needs condition="),
            ("self.next(self.end, num_parallel=0)", "num_parallel is the number of tasks"),
        ]:
            with self.subTest(call):
                body = f"def index_of(self): pass\n@step\ndef start(self):\n    {call}"
                self.refused(self.attempt(body), text)

    def test_a_step_goes_where_its_last_statement_says(self):
        for body, text in [
            ("if True:\n        return\n    self.next(self.end)", "without calling self.next()"),
            (
                "if True:\n        self.next(self.work)\n        return\n    self.next(self.end)",
                "called self.next(self.work), but its last statement says self.next(self.end)",
            ),
        ]:
            with self.subTest(text):
                self.refused(self.attempt(f"@step\ndef start(self):\n    {body}\n{AFTER}"), text)

    def test_a_condition_chooses_one_step(self):
        body = (
            "@step\ndef start(self):\n    self.mode = '{}'\n"
            "    self.next({{'a': self.work, 'b': self.end}}, condition='mode')\n" + AFTER
        )
        self.assertEqual(self.attempt(body.format("b"))["transition"], {"next": ["end"]})
        self.refused(self.attempt(body.format("c")), "self.mode is 'c', and no case fits")


if __name__ == "__main__":
    unittest.main()
