"""Artifacts under a name that the class has taken are found before a run."""

from __future__ import annotations

import tempfile
import textwrap
import unittest
from pathlib import Path

from in_process import import_flow
from metaflow._describe import describe
from metaflow.exception import MetaflowException

FLOW = """
from metaflow import FlowSpec, Parameter, catch, step

class ClashFlow(FlowSpec):
    alpha = Parameter("alpha", default=1)
    rows = None
    _hidden = None
    items: list

{decorators}    @step
    def start(self):
{body}
        self.next(self.end)

    @step
    def end(self):
        pass
"""


class Clashes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def described(self, body, decorators=""):
        file = self.folder / "flow.py"
        over = textwrap.indent(decorators, "    ")
        file.write_text(FLOW.format(body=textwrap.indent(body, " " * 8), decorators=over))
        return describe(import_flow(file), str(file))

    def test_are_named_with_their_place(self):
        for body in (
            "self.rows = []",
            "self.rows += 1",
            "a, self.rows = 1, 2",
            "self.rows: int = 1",
        ):
            with self.subTest(body), self.assertRaises(MetaflowException) as caught:
                self.described(body)
            self.assertIn(
                "'start' assigns 'rows', which is a value of the class", str(caught.exception)
            )
            self.assertEqual(caught.exception.line_no, 12)

    def test_of_parameters(self):
        with self.assertRaisesRegex(MetaflowException, "'alpha', which is a parameter"):
            self.described("with open(__file__):\n    self.alpha = 2")

    def test_that_may_not_happen_are_left_to_the_run(self):
        for body in (
            "if self.alpha:\n    self.rows = 1",
            "try:\n    self.rows = 1\nexcept AttributeError:\n    pass",
            "for _ in []:\n    self.rows = 1",
            "def inner(self):\n    self.rows = 1",
            "self._hidden = 1",
            "self.items = [1]",
            "rows = self.other = 1",
        ):
            with self.subTest(body):
                self.described(body)

    def test_that_catch_expects_are_left_to_the_run(self):
        self.described("self.rows = 1", decorators="@catch(var='problem')\n")


if __name__ == "__main__":
    unittest.main()
