"""The package as a whole: what it exports, what it costs, and what it does without a runner."""

from __future__ import annotations

import importlib
import subprocess
import sys
import unittest

import metaflow
from official import FLOWS, PYTHON, REPOSITORY, ask_official

LATE = ["asyncio", "logging", "tempfile", "subprocess", "inspect", "dataclasses", "typing", "ast"]


def python(*arguments, **variables):
    return subprocess.run(
        [sys.executable, *arguments],
        env={"PYTHONPATH": str(REPOSITORY / "runner" / "python"), **variables},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


class Package(unittest.TestCase):
    @unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
    def test_every_public_name_of_metaflow_imports(self):
        names = ask_official(str(FLOWS), "import json, metaflow; print(json.dumps(dir(metaflow)))")
        theirs = {name for name in names if not name.startswith("_")} - {"os", "sys", "EXT_PKG"}
        missing = [name for name in sorted(theirs) if not hasattr(metaflow, name)]
        self.assertEqual(missing, [])

    def test_what_is_not_there_says_so_when_used(self):
        for use in ("metaflow.S3()", "metaflow.Deployer('f.py')", "metaflow.NBDeployer('f.py')"):
            with self.subTest(use), self.assertRaises(metaflow.exception.MetaflowNotAvailable):
                eval(use)

    def test_a_missing_module_says_so(self):
        for name in ("metaflow.package", "metaflow.no_such_module"):
            with self.assertRaisesRegex(ModuleNotFoundError, f"{name} is not available in this"):
                importlib.import_module(name)

    def test_import_loads_no_heavy_modules(self):
        before = "import sys; before = set(sys.modules)"
        done = python("-S", "-c", f"{before}; import metaflow; print(*set(sys.modules) - before)")
        loaded = set(done.stdout.split())
        self.assertIn("metaflow.flowspec", loaded, done.stderr)
        self.assertEqual(loaded & set(LATE), set())

    def test_without_node_a_flow_says_what_to_install(self):
        done = python(str(FLOWS / "hello.py"), "run", PATH="/no/such/folder")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        self.assertIn("Node.js was not found", done.stderr)
        self.assertIn("FLOWDECK_NODE", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_a_plain_object_can_be_made(self):
        code = (
            "import sys; sys.path.insert(0, sys.argv[1]); from hello import HelloFlow\n"
            "print(HelloFlow(use_cli=False), HelloFlow(use_cli=False).script_name)"
        )
        self.assertEqual(python("-c", code, str(FLOWS)).stdout, "<flow HelloFlow> hello.py\n")

    def test_current_outside_a_run(self):
        code = (
            "from metaflow import current as c\n"
            "print(c.is_running_flow, c.run_id, c.get('no_such_thing'), 'pathspec' in c)"
        )
        self.assertEqual(python("-c", code).stdout, "False None None False\n")


if __name__ == "__main__":
    unittest.main()
