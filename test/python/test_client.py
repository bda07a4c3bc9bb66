"""The official client reads what our tasks write, and the official package goes on from it."""

from __future__ import annotations

import subprocess
import tempfile
import unittest
from pathlib import Path

from official import FLOWS, PYTHON, ask_official, official_environment, run_ours

READ = """
import json, sys
from metaflow import Run, namespace
namespace(None)

def short(task):
    return task.pathspec.split("/", 2)[2]

run = Run(sys.argv[1])
end = run.end_task
tasks = [task for step in run for task in step]
print(json.dumps({
    "steps": sorted(step.id for step in run),
    "finished": run.finished,
    "successful": run.successful,
    "data": repr(run.data.all_seen) if end and "all_seen" in run.data else None,
    "artifacts": sorted(artifact.id for artifact in end or []),
    "exceptions": {short(task): task.exception and task.exception.type for task in tasks},
    "tags": sorted(run.tags),
    "parents": {short(task): sorted(map(short, task.parent_tasks)) for task in tasks},
    "indices": [task.index for task in run["work"]] if "work" in run else None,
    "attempts": {short(task): task.current_attempt for task in tasks},
    "metadata": sorted(end.metadata_dict) if end else None,
}))
"""


@unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
class OfficialClient(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.sysroot = folder.name

    def read(self, name):
        ours = run_ours(FLOWS / f"{name}.py", self.sysroot)
        flow = next(Path(self.sysroot, ".metaflow").iterdir()).name
        return ours, ask_official(self.sysroot, READ, f"{flow}/{ours['run']}")

    def test_reads_a_foreach(self):
        _, seen = self.read("foreach")
        self.assertEqual(seen["steps"], ["after", "end", "join", "start", "work"])
        self.assertEqual([seen["finished"], seen["successful"]], [True, True])
        self.assertIn("(1, 7)", seen["data"])
        self.assertEqual(seen["artifacts"], ["all_seen", "last", "name", "outside"])
        self.assertEqual(sorted(seen["indices"]), [0, 1, 2, 3, 4])
        self.assertEqual(len(seen["parents"]["join/12"]), 5)
        self.assertEqual(seen["parents"]["work/2"], ["start/1"])
        self.assertIn("mine", seen["tags"])
        self.assertEqual(
            seen["metadata"],
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

    def test_reads_the_attempts_of_a_task(self):
        _, seen = self.read("catch_retry")
        self.assertTrue(seen["successful"])
        self.assertEqual(seen["attempts"]["start/1"], 1)
        self.assertEqual(seen["attempts"]["end/5"], 0)
        self.assertEqual(set(seen["exceptions"].values()), {None})

    def test_reads_a_failed_run(self):
        ours, seen = self.read("bad/raises")
        self.assertEqual(ours["ended"], "failed")
        self.assertFalse(seen["successful"])
        self.assertEqual(seen["exceptions"], {"start/1": None, "work/2": "builtins.ValueError"})

    def test_goes_on_from_a_failed_step(self):
        ours = run_ours(FLOWS / "bad" / "exits.py", self.sysroot)
        self.assertEqual(ours["ended"], "failed")
        mended = Path(self.sysroot, "exits.py")
        text = (FLOWS / "bad" / "exits.py").read_text()
        mended.write_text(text.replace("sys.exit(3)", "self.mended = self.before"))
        done = subprocess.run(
            [str(PYTHON), str(mended), "resume", "--origin-run-id", ours["run"]],
            cwd=self.sysroot,
            env=official_environment(self.sysroot),
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Cloning", done.stdout)
        self.assertNotIn("/start/1 (pid", done.stdout)


if __name__ == "__main__":
    unittest.main()
