"""Our client answers what the official one answers, about runs of either engine."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from official import FLOWS, HERE, PYTHON, REPOSITORY, official_environment, run_official, run_ours

OURS = REPOSITORY / "runner" / "python"


def ask(script: str, sysroot: str, *, ours: bool, python: str = str(PYTHON)) -> str:
    """Standard output of a script of this folder, or of a text."""
    environment = official_environment(sysroot)
    if ours:
        environment["PYTHONPATH"] = str(OURS)
    command = [str(HERE / script)] if script.endswith(".py") else ["-c", script]
    done = subprocess.run(
        [python, *command], cwd=sysroot, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


class Root(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.sysroot = folder.name

    def ours(self, script):
        return ask(script, self.sysroot, ours=True, python=sys.executable)


@unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
class SameAnswers(Root):
    def assert_same_answers(self):
        told = ask("ask_client.py", self.sysroot, ours=True)
        self.assertEqual(
            told.splitlines(), ask("ask_client.py", self.sysroot, ours=False).splitlines()
        )
        return json.loads(told)["flows"]

    def test_of_official_runs(self):
        for name, arguments in {
            "foreach": ["--tag", "mine"],
            "catch_retry": [],
            "bad/raises": [],
        }.items():
            run_official(FLOWS / f"{name}.py", self.sysroot, *arguments)
        self.assertEqual(len(self.assert_same_answers()), 3)

    def test_of_a_resumed_run(self):
        """Of either engine: clones have their origin's metadata, and parents."""
        text = (FLOWS / "bad" / "exits.py").read_text()
        file = Path(self.sysroot, "exits.py")
        file.write_text(text)
        failed = run_ours(file, self.sysroot)["run"]
        file.write_text(text.replace("sys.exit(3)", "self.mended = self.before"))
        done = subprocess.run(
            [str(PYTHON), str(file), "resume", "--origin-run-id", str(failed)],
            cwd=self.sysroot,
            env=official_environment(self.sysroot),
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        (flow,) = self.assert_same_answers().values()
        # Times are told as texts, in which 9 comes after 10.
        (resumed,) = (run for run in flow["runs"].values() if str(failed) not in run["id"])
        self.assertIn(str(failed), resumed["origin_pathspec"])

    def test_of_our_runs(self):
        for name in ("foreach", "nested_foreach", "catch_retry", "bad/raises"):
            run_ours(FLOWS / f"{name}.py", self.sysroot)
        self.assertEqual(len(self.assert_same_answers()), 4)


TAGS = """
from metaflow import Flow, Run, namespace
from metaflow.exception import MetaflowTaggingError
namespace(None)
run = Flow("HelloFlow").latest_run
owner = run.pathspec
run.add_tag("a"); run.add_tags(["b", "c"]); run.remove_tag("b"); run.replace_tag("c", "d")
run.add_tag("user:tester")
print(sorted(run.user_tags), sorted(Run(owner).user_tags), Run(owner)["start"].task.user_tags)
for change in (lambda: run.remove_tag("user:tester"), lambda: run.add_tag(""),
               lambda: run.add_tag("x" * 501), lambda: run.add_tags([]),
               lambda: run.add_tags([f"t{n}" for n in range(50)]), lambda: run.add_tags([1])):
    try:
        change()
        print("done")
    except MetaflowTaggingError as error:
        print(error.headline)
"""


class Client(Root):
    def setUp(self):
        super().setUp()
        self.run_id = run_ours(FLOWS / "hello.py", self.sysroot)["run"]
        self.root = Path(self.sysroot, ".metaflow")

    def test_tags(self):
        told = self.ours(TAGS).splitlines()
        self.assertEqual(told[0].split("]")[0], "['a', 'd', 'mine'")
        self.assertEqual(told[0].count("'d'"), 3)
        self.assertEqual(told[1:], ["Tagging error"] * 6)
        record = json.loads(
            (self.root / "HelloFlow" / self.run_id / "_meta/_self.json").read_text()
        )
        self.assertEqual(sorted(record["tags"]), ["a", "d", "mine"])

    def test_names_a_missing_blob(self):
        for blob in (self.root / "HelloFlow" / "data").rglob("*"):
            if blob.is_file():
                blob.unlink()
        told = self.ours(
            "from metaflow import *\n"
            "namespace(None)\n"
            "task = Flow('HelloFlow').latest_run['start'].task\n"
            "try:\n    task['greeting'].data\n"
            "except Exception as error:\n    print(error)\n"
            "print(sorted(artifact.id for artifact in task))"
        )
        self.assertIn(f"HelloFlow/{self.run_id}/start/1/greeting cannot be read", told)
        self.assertIn("is missing", told)
        self.assertIn("'greeting'", told.splitlines()[-1])

    def test_reads_a_root_that_was_moved(self):
        moved = Path(self.sysroot, "elsewhere")
        moved.mkdir()
        self.root.rename(moved / ".metaflow")
        told = self.ours(
            "from metaflow import *\n"
            f"metadata({str(moved)!r})\nnamespace(None)\n"
            "print(Flow('HelloFlow').latest_run.data.greeting, get_metadata())"
        )
        self.assertEqual(told.split()[-1], f"local@{moved}")
        self.assertNotIn("Error", told)

    def test_objects_are_pickled_by_the_official_names(self):
        told = self.ours(
            "import pickle, sys\n"
            "from metaflow import *\nnamespace(None)\n"
            "run = Flow('HelloFlow').latest_run\n"
            "things = [run, run['start'], run['start'].task, run['start'].task['greeting']]\n"
            "data = pickle.dumps(things, 4)\n"
            "print([b'metaflow.client.core' in data, pickle.loads(data) is not things,\n"
            "       list(map(str, pickle.loads(data))) == list(map(str, things))])"
        )
        self.assertEqual(told.strip(), "[True, True, True]")

    def test_importing_metaflow_does_not_load_the_client(self):
        told = self.ours(
            "import sys, metaflow\n"
            "print([name for name in sys.modules if name.startswith('metaflow.client')])"
        )
        self.assertEqual(told.strip(), "[]")


if __name__ == "__main__":
    unittest.main()
