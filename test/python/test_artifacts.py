"""Arrays and data frames leave the same artifacts as with the official package, name by name."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from official import HERE, PYTHON, ask_official, run_official, run_ours


@unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
class SameArtifacts(unittest.TestCase):
    maxDiff = None

    def test_arrays(self):
        file = HERE / "numeric" / "arrays.py"
        with tempfile.TemporaryDirectory() as theirs, tempfile.TemporaryDirectory() as ours:
            done = run_official(file, theirs)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            # With the packages that its interpreter has; our runtime stands before its metaflow.
            result = run_ours(file, ours, python=str(PYTHON))
            self.assertEqual(result["ended"], "succeeded", result["log"])
            flow = next(path.name for path in Path(ours, ".metaflow").iterdir())
            run = Path(theirs, ".metaflow", flow, "latest_run").read_text()
            expected = ask_official(theirs, "read_run.py", f"{theirs}/.metaflow", flow, run)
            actual = ask_official(ours, "read_run.py", f"{ours}/.metaflow", flow, result["run"])
            self.assertEqual(list(actual), list(expected))
            for step, tasks in expected.items():
                self.assertEqual(actual[step], tasks, step)


@unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
class DataFrames(unittest.TestCase):
    def test_a_foreach_over_one_says_what_to_write(self):
        with tempfile.TemporaryDirectory() as folder:
            file = HERE / "numeric" / "frame_foreach.py"
            result = run_ours(file, folder, python=str(PYTHON))
        message = result["tasks"][0]["result"]["error"]["message"]
        self.assertIn('write self.rows = df.to_dict("records")', message)


if __name__ == "__main__":
    unittest.main()
