"""Modules and functions that people's code imports by their paths."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread

import metaflow
from metaflow import _module_paths, util
from metaflow.events import Trigger
from metaflow.integrations import ArgoEvent
from metaflow.multicore_utils import MulticoreException, parallel_imap_unordered, parallel_map
from metaflow.plugins.argo.argo_events import ArgoEventException

RUNTIME = Path(metaflow.__file__).parents[1]


def python(code, folder=".", **variables):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("METAFLOW_")}
    environment = {**clean, "PYTHONPATH": str(RUNTIME), "METAFLOW_HOME": str(folder), **variables}
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True
    )
    return made.stdout.strip() or made.stderr.strip()


class Paths(unittest.TestCase):
    def test_lead_to_something(self):
        for path, names in _module_paths.MODULES.items():
            module = import_module(f"metaflow.{path}")
            for name in names:
                with self.subTest(f"{path}.{name}"):
                    self.assertIsNotNone(getattr(module, name))

    def test_lead_to_the_one_implementation(self):
        from metaflow.decorators.retry import RetryDecorator
        from metaflow.plugins import STEP_DECORATORS
        from metaflow.plugins.retry_decorator import RetryDecorator as by_its_path

        self.assertIs(by_its_path, RetryDecorator)
        self.assertIn(RetryDecorator, STEP_DECORATORS)

    def test_exceptions_are_pickled_by_the_path_of_metaflow(self):
        from metaflow.plugins.timeout_decorator import TimeoutException

        self.assertIn(b"metaflow.plugins.timeout_decorator", pickle.dumps(TimeoutException("x")))
        self.assertIsInstance(pickle.loads(pickle.dumps(TimeoutException("x"))), TimeoutException)

    def test_unknown_modules_and_names_are_import_errors(self):
        with self.assertRaisesRegex(ImportError, "metaflow.plugins.nothing is not available"):
            import_module("metaflow.plugins.nothing")
        with self.assertRaises(ImportError):
            exec("from metaflow.plugins.retry_decorator import Nothing", {})

    def test_every_public_name_is_there(self):
        for name in metaflow.__all__:
            with self.subTest(name):
                self.assertIsNotNone(getattr(metaflow, name))


class Settings(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def read(self, name, **variables):
        code = f"from metaflow.metaflow_config import {name}; print(repr({name}))"
        return python(code, self.folder, **variables)

    def test_have_metaflows_defaults(self):
        self.assertEqual(self.read("DEFAULT_DATASTORE"), "'local'")
        self.assertEqual(self.read("S3_RETRY_COUNT"), "7")
        self.assertEqual(self.read("DATATOOLS_S3ROOT"), "None")
        self.assertEqual(self.read("MAX_ATTEMPTS"), "6")

    def test_are_looked_up_nearest_first(self):
        own = {"METAFLOW_S3_RETRY_COUNT": "1", "METAFLOW_UI_URL": "own", "METAFLOW_USER": "own"}
        (self.folder / "config.json").write_text(json.dumps(own))
        near = self.folder / ".metaflow"
        near.mkdir()
        (near / "config.json").write_text(json.dumps({"METAFLOW_UI_URL": "near"}))
        self.assertEqual(self.read("S3_RETRY_COUNT"), "1")
        self.assertEqual(self.read("UI_URL"), "'near'")
        self.assertEqual(self.read("UI_URL", METAFLOW_UI_URL="here"), "'here'")

    def test_of_a_profile(self):
        (self.folder / "config_lab.json").write_text('{"METAFLOW_UI_URL": "lab"}')
        self.assertEqual(self.read("UI_URL", METAFLOW_PROFILE="lab"), "'lab'")
        self.assertIn("no-such", self.read("UI_URL", METAFLOW_PROFILE="no-such"))

    def test_have_the_type_of_their_default(self):
        self.assertEqual(self.read("BATCH_EMIT_TAGS", METAFLOW_BATCH_EMIT_TAGS="0"), "False")
        self.assertEqual(self.read("BATCH_EMIT_TAGS", METAFLOW_BATCH_EMIT_TAGS="yes"), "True")
        given = '{"a": "b"}'
        self.assertEqual(self.read("SERVICE_HEADERS", METAFLOW_SERVICE_HEADERS=given), "{'a': 'b'}")
        wrong = self.read("S3_RETRY_COUNT", METAFLOW_S3_RETRY_COUNT="many")
        self.assertIn("Expected a int for METAFLOW_S3_RETRY_COUNT, got: many", wrong)

    def test_follow_from_others(self):
        self.assertEqual(
            self.read("DATATOOLS_S3ROOT", METAFLOW_DATASTORE_SYSROOT_S3="s3://b/x"),
            "'s3://b/x/data'",
        )

    def test_unknown_ones_are_import_errors(self):
        self.assertIn("ImportError", self.read("NO_SUCH_SETTING"))


class InProcesses(unittest.TestCase):
    def test_results_come_in_the_order_of_the_arguments(self):
        offset = 10
        self.assertEqual(
            parallel_map(lambda x: x + offset, range(5), max_parallel=2), [10, 11, 12, 13, 14]
        )

    def test_each_argument_has_a_process(self):
        pids = list(parallel_imap_unordered(lambda _: os.getpid(), range(3)))
        if hasattr(os, "fork"):
            self.assertEqual(len({*pids, os.getpid()}), 4)

    def test_a_failure_is_raised(self):
        # The traceback is printed by the other process.
        code = (
            "from metaflow import parallel_map\n"
            "from metaflow.multicore_utils import MulticoreException\n"
            "try:\n    parallel_map(lambda x: 1 / x, [1, 0])\n"
            "except MulticoreException as error:\n    print(error)"
        )
        self.assertIn("Child failed", python(code))
        self.assertTrue(issubclass(MulticoreException, Exception))

    def test_exits_are_failures_and_finally_blocks_of_the_step_do_not_run_twice(self):
        code = (
            "import sys\nfrom metaflow import parallel_map\n"
            "try:\n    parallel_map(lambda x: sys.exit(3), [1])\n"
            "except Exception as error:\n    print(type(error).__name__)\n"
            "finally:\n    print('once')"
        )
        self.assertEqual(python(code).split(), ["MulticoreException", "once"])

    def test_no_arguments_no_processes(self):
        self.assertEqual(parallel_map(lambda x: x, []), [])


class Functions(unittest.TestCase):
    def test_profile_tells_and_adds_up(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), metaflow.profile("load"):
            pass
        self.assertRegex(
            said.getvalue(), r"PROFILE: load starting\nPROFILE: load completed in \d+ms"
        )
        stats = {"load": 5}
        with metaflow.profile("load", stats_dict=stats):
            pass
        self.assertGreaterEqual(stats["load"], 5)

    def test_lists_are_short_texts(self):
        for names, text in (
            (["a"], "a"),
            (["12/a/1", "12/a/2"], "12/a/:1,2"),
            (["a", "b"], "a,b"),
        ):
            self.assertEqual(util.compress_list(names), text)
            self.assertEqual(util.decompress_list(text), names)
        many = [f"1795447041582695/step/{at}" for at in range(1000)]
        packed = util.compress_list(many)
        self.assertTrue(packed.startswith("!"))
        self.assertLess(len(packed), 3000)
        self.assertEqual(util.decompress_list(packed), many)

    def test_texts(self):
        self.assertEqual(util.to_unicode(b"\xc3\xa4"), "ä")
        self.assertEqual(util.to_bytes(0.1), b"0.1")
        self.assertEqual(util.url_quote("http://a/ä b"), b"http://a/%C3%A4%20b")
        self.assertEqual(util.url_unquote(b"%C3%A4"), "ä")
        self.assertTrue(util.is_stringish(b"") and not util.is_stringish(1))
        self.assertEqual(util.to_camelcase({"a_key": [{"b_c": 1}]}), {"aKey": [{"bC": 1}]})
        self.assertEqual(util.to_pascalcase({"key": 1}), {"Key": 1})

    def test_links_are_followed_but_not_in_circles(self):
        with tempfile.TemporaryDirectory() as folder:
            top = Path(folder)
            (top / "a").mkdir()
            (top / "a" / "file").touch()
            (top / "a" / "round").symlink_to(folder)
            (top / "again").symlink_to(top / "a")
            found = sorted(
                (Path(parent) / name).relative_to(top).as_posix()
                for parent, _, names in util.walk_without_cycles(folder)
                for name in names
            )
        self.assertEqual(found, ["a/file", "again/file"])

    def test_event_names_belong_to_a_branch(self):
        from metaflow.plugins.namespaced_events import _make_namespaced_event_name

        self.assertEqual(metaflow.namespaced_event_name("x")(), "mfns.x")
        self.assertEqual(_make_namespaced_event_name("x", "p", "user.a b"), "mfns.p.user.ab.x")
        with self.assertRaises(ValueError):
            metaflow.namespaced_event_name(None)


class Triggers(unittest.TestCase):
    def test_the_latest_comes_first(self):
        trigger = Trigger(
            [
                {"name": "a", "id": "1", "timestamp": 10, "type": "event"},
                {"name": "b", "id": "2", "timestamp": 20, "type": "event"},
            ]
        )
        self.assertEqual([event.name for event in trigger.events], ["b", "a"])
        self.assertEqual((trigger.event.name, trigger["a"].id), ("b", "1"))
        self.assertTrue("a" in trigger and "c" not in trigger)
        self.assertIsNone(trigger.run)

    def test_without_events_there_is_none(self):
        self.assertEqual((Trigger().event, Trigger().events, list(Trigger())), (None, None, []))


class Events(unittest.TestCase):
    def serve(self, code=200):
        received = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                received.append((dict(self.headers), json.loads(self.rfile.read(length))))
                self.send_response(code)
                self.end_headers()

            def log_message(self, *_):
                return

        server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}", received

    def test_are_posted(self):
        url, received = self.serve()
        with contextlib.redirect_stderr(io.StringIO()):
            event = ArgoEvent("data", url=url, payload={"a": 1}, access_token="token")
            event_id = event.add_to_payload("b", 2).publish({"c": 3})
        headers, body = received[0]
        self.assertEqual(headers["Authorization"], "Bearer token")
        self.assertEqual(body["name"], "data")
        payload = {key: body["payload"][key] for key in ("name", "id", "a", "b", "c")}
        self.assertEqual(payload, {"name": "data", "id": event_id, "a": 1, "b": "2", "c": 3})

    def test_are_not_posted_while_one_tries_a_flow(self):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            self.assertIsNone(ArgoEvent("data", url="http://127.0.0.1:1").safe_publish())
        self.assertIn("was not published", said.getvalue())

    def test_failures_are_told_or_raised(self):
        url, _ = self.serve(code=500)
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            self.assertIsNone(ArgoEvent("data", url=url).publish())
        self.assertIn("The Argo event data could not be sent", said.getvalue())
        with self.assertRaises(ArgoEventException):
            ArgoEvent("data", url=url).publish(ignore_errors=False)


if __name__ == "__main__":
    unittest.main()
