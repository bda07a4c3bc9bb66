"""Every test flow leaves the same artifacts as with the official package, name by name."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from official import FLOWS, HERE, PYTHON, ask_official, run_official, run_ours

ARGUMENTS = {"params": {"count": "7", "flag": "true", "names": "x,y"}}


@unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
class SameArtifacts(unittest.TestCase):
    maxDiff = None

    def compare(self, file: Path) -> None:
        given = ARGUMENTS.get(file.stem, {})
        with tempfile.TemporaryDirectory() as theirs, tempfile.TemporaryDirectory() as ours:
            words = [word for name, text in given.items() for word in (f"--{name}", text)]
            done = run_official(file, theirs, *words)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            values = [f"{name}={text}" for name, text in given.items()]
            # With the packages that its interpreter has; our runtime stands before its metaflow.
            result = run_ours(file, ours, *values, python=str(PYTHON))
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


def add_case(file: Path) -> None:
    setattr(SameArtifacts, f"test_{file.stem}", lambda self: self.compare(file))


for each in [*sorted(FLOWS.glob("*.py")), HERE / "numeric" / "arrays.py"]:
    add_case(each)


if __name__ == "__main__":
    unittest.main()
