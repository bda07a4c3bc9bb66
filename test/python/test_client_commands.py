"""`dump`, `logs` and `tag` print what the official command line prints, on the same streams."""

from __future__ import annotations

import pickle
import subprocess
import tempfile
import unittest
from pathlib import Path

from official import FLOWS, PYTHON, REPOSITORY, official_environment, run_ours

OURS = str(REPOSITORY / "runner" / "python")


@unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
class Commands(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.sysroot = folder.name
        self.file = FLOWS / "foreach.py"
        self.run_id = str(run_ours(self.file, self.sysroot)["run"])

    def ask(self, *words, ours):
        environment = official_environment(self.sysroot)
        if ours:
            environment["PYTHONPATH"] = OURS
        done = subprocess.run(
            [str(PYTHON), str(self.file), *words],
            cwd=self.sysroot,
            env=environment,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout, done.stderr.replace(" with Flowdeck", "")

    def assert_same(self, *words):
        theirs = self.ask(*words, ours=False)
        self.assertEqual(self.ask(*words, ours=True), theirs, words)
        return theirs

    def assert_refused(self, *words):
        """By both, in the same place and under the same headline, each in its own words."""
        found = []
        for ours in (True, False):
            code, out, err = self.ask(*words, ours=ours)
            head = [line for line in err.splitlines() if line.endswith(":")]
            found.append((code, out, head))
        self.assertEqual(*found, words)
        return found[0]

    def test_dump(self):
        run = self.run_id
        code, out, err = self.assert_same("dump", f"{run}/start")
        self.assertEqual(code, 0)
        self.assertIn("items [size: ", out)
        self.assertIn("step=start task_id=1", err)
        self.assert_same("dump", f"{run}/start/1", "--private", "--max-value-size", "5")
        self.assert_same("--quiet", "dump", f"{run}/end", "--include", "name,all_seen")
        self.assert_same("dump", f"{run}/nope")
        self.assertEqual(self.assert_refused("dump", run)[0], 1)
        self.assertEqual(self.assert_same("dump")[0], 2)

    def test_dump_of_a_task_that_is_not_there(self):
        code, out, err = self.ask("dump", f"{self.run_id}/start/77", ours=True)
        self.assertEqual((code, out), (1, ""))
        self.assertIn(f"ForeachFlow/{self.run_id}/start/77", err)

    def test_dump_to_a_file(self):
        written = []
        for ours in (False, True):
            self.ask("dump", f"{self.run_id}/start", "--file", "dump.pkl", ours=ours)
            written.append(pickle.loads(Path(self.sysroot, "dump.pkl").read_bytes()))
        self.assertEqual(*written)
        self.assertEqual(list(written[0]), [f"{self.run_id}/start/1"])

    def test_logs(self):
        run, folder = self.run_id, Path(self.sysroot, ".metaflow", "ForeachFlow", self.run_id)
        at = "2026-11-23T15:17:22.{}Z|runtime|"
        line = "[MFLOG|0|" + at + "x]{}\n"
        log = folder / "start" / "1" / "0.runtime_stdout.log"
        log.write_text(line.format(350736, "later *a*") + "lost\n" + line.format(250000, "first"))
        code, out, _ = self.assert_same("logs", f"{run}/start")
        self.assertEqual((code, out), (0, "first\nlater *a*\nlost\n\n"))
        self.assert_same("logs", "show", f"{run}/start/1", "--stdout", "--timestamps")
        self.assert_same("--quiet", "logs", f"{run}/start", "--stderr", "--attempt", "0")
        for path in (f"{run}/nope", f"{run}/start/99", run):
            self.assertEqual(self.assert_refused("logs", path)[0], 1)
        self.assert_refused("logs", "scrub", f"{run}/nope")
        self.assertEqual(self.ask("logs", "scrub", f"{run}/start", ours=True)[0], 0)
        self.assertEqual(self.assert_same("logs", f"{run}/start")[1], "[REDACTED runtime stdout]\n")

    def test_tags(self):
        run = ("--run-id", self.run_id)
        self.assertEqual(self.ask("tag", "add", *run, "one", "two", ours=True)[0], 0)
        for options in (
            [],
            [self.run_id, "--hide-system-tags"],
            ["--group-by-tag"],
            ["--group-by-run", "--my-runs"],
        ):
            self.assert_same("tag", "list", *options)
            self.assert_same("--quiet", "tag", "list", *options)
        for options in (
            [*run, self.run_id],
            ["--all", "--my-runs"],
            ["--group-by-run", "--group-by-tag"],
        ):
            self.assert_refused("tag", "list", *options)
            self.assert_refused("--quiet", "tag", "list", *options)
        for change in (
            ["add", "x"],
            ["add", "--run-id", "9", "x"],
            ["add", *run, "--namespace", "user:nobody", "x"],
            ["add", *run, ""],
            ["replace", *run, "--add", "z"],
            ["remove", "--run-id", "a/b", "x"],
            ["remove", *run, "user:tester"],
        ):
            self.assertEqual(self.assert_refused("tag", *change)[0], 1)
        self.ask("tag", "replace", *run, "--add", "three", "--remove", "one", ours=True)
        self.ask("tag", "remove", *run, "mine", ours=True)
        flat = self.ask("tag", "list", "--flat", "--hide-system-tags", *run, ours=True)
        self.assertEqual((flat[0], flat[1]), (0, ""))
        self.assertEqual(flat[2].splitlines()[1:], ["three", "two"])


if __name__ == "__main__":
    unittest.main()
