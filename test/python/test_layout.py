"""layout.py gives the same keys as its TypeScript twin: one golden file holds both."""

from __future__ import annotations

import json
import unittest
from pathlib import Path

from metaflow._datastore import layout

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "layout.json"


class Layout(unittest.TestCase):
    def test_agrees_with_the_golden_file(self):
        cases = json.loads(GOLDEN.read_text())
        self.assertGreater(len(cases), 10)
        for case in cases:
            args = [
                layout.TaskPlace(**arg) if isinstance(arg, dict) else arg for arg in case["args"]
            ]
            with self.subTest(case["name"], args=args):
                self.assertEqual(getattr(layout, case["name"])(*args), case["expected"])


if __name__ == "__main__":
    unittest.main()
