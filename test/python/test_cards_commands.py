"""`python flow.py card …`, and the server that shows cards."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from official import FLOWS, REPOSITORY, official_environment, run_ours

FLOW = FLOWS / "card_pages.py"


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.sysroot = folder.name
        cls.run_id = run_ours(FLOW, cls.sysroot)["run"]

    def card(self, *words, code=0):
        done = subprocess.run(
            [sys.executable, str(FLOW), "card", *words],
            cwd=self.sysroot,
            env={
                **official_environment(self.sysroot),
                "PYTHONPATH": str(REPOSITORY / "runner" / "python"),
            },
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def listed(self, *words):
        return json.loads(self.card("list", *words, "--as-json").stdout)

    def test_get_prints_the_only_card_that_fits(self):
        page = self.card("get", "start", "--id", "report").stdout
        self.assertTrue(page.startswith("<!doctype html>"))
        self.assertIn("Results &amp; &lt;more&gt;", page)

    def test_get_writes_a_file(self):
        self.card("get", "start", "some/where.html", "--type", "default")
        page = Path(self.sysroot, "some", "where.html").read_text()
        self.assertIn("On the <strong>default</strong> card", page)
        self.assertIn("Graph of the flow", page)
        self.assertIn("{'accuracy': 0.93}", page)

    def test_get_of_several_tells_what_there_is(self):
        done = self.card("get", "start")
        self.assertEqual(done.stdout, "")
        self.assertIn("Cards that fit: 3", done.stderr)
        self.assertIn(f"card get {self.run_id}/start/", done.stderr)

    def test_a_card_by_the_beginning_of_its_hash(self):
        hash = next(card["hash"] for card in self.listed("start")["cards"] if card["id"])
        self.assertIn("Report", self.card("get", "start", "--hash", hash[:5]).stdout)

    def test_list_of_the_latest_run(self):
        tasks = self.listed()
        kinds = [[card["type"] for card in task["cards"]] for task in tasks]
        self.assertEqual(
            sorted(kinds), [["blank"], ["blank"], ["blank", "default", "test_error_card"]]
        )
        told = self.card("list").stderr
        self.assertIn("Step : start", told)
        self.assertIn("Card Type: test_error_card", told)

    def test_list_into_a_file(self):
        self.card("list", "start", "--as-json", "--file", "cards.json")
        written = json.loads(Path(self.sysroot, "cards.json").read_text())
        self.assertEqual(len(written["cards"]), 3)

    def test_what_is_not_there(self):
        for words, said in {
            ("get", "start", "--id", "none"): "Card not found in datastore",
            ("get", "end"): "Card not found in datastore",
            ("get", "nowhere"): "Cannot resolve task for pathspec",
            ("list", f"{self.run_id}/nowhere"): "Cannot resolve task for pathspec",
            ("list", "a/b/c/d"): "Invalid command",
        }.items():
            self.assertIn(said, self.card(*words, code=1).stderr)

    def test_create_makes_one_more(self):
        with tempfile.TemporaryDirectory() as folder:
            components = Path(folder, "components.json")
            components.write_text(json.dumps([{"type": "markdown", "source": "# later"}]))
            words = ["--type", "blank", "--id", "later", "--component-file", str(components)]
            task = self.listed(f"{self.run_id}/work")["pathspec"].split("/", 1)[1]
            self.card("create", task, *words)
        page = self.card("get", task, "--id", "later").stdout
        self.assertIn("<h1>later</h1>", page)
        hash = next(card["hash"] for card in self.listed(task)["cards"] if card["id"] == "later")
        next(Path(self.sysroot).rglob(f"*{hash}*")).unlink()

    def test_create_of_what_cannot_be_made_fails(self):
        done = self.card("create", f"{self.run_id}/end/5", "--type", "none", code=1)
        self.assertIn("not found", done.stderr)


class Server(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.run_id = run_ours(FLOW, folder.name)["run"]
        from metaflow.client import _scope
        from metaflow.plugins.cards._client_root import use_root
        from metaflow.plugins.cards.card_server import CardServer, RunCards

        self.addCleanup(setattr, _scope, "_metadata", _scope._metadata)
        self.addCleanup(setattr, _scope, "_namespace", _scope._namespace)
        root = str(Path(folder.name, ".metaflow"))
        use_root(root)
        self.server = CardServer(RunCards("CardFlow", self.run_id, "user:x", root, 30), 0, 1)
        self.addCleanup(self.server.server_close)
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)

    def get(self, path, **headers):
        url = f"http://127.0.0.1:{self.server.server_address[1]}{path}"
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.read().decode()

    def test_shows_the_cards_of_a_run(self):
        told = json.loads(self.get("/cards"))
        self.assertEqual(told["run"], f"CardFlow/{self.run_id}")
        report = next(card for card in told["cards"] if card["id"] == "report")
        asked = urlencode({"task": report["task"], "hash": report["hash"]})
        self.assertIn("Results &amp; &lt;more&gt;", self.get(f"/card?{asked}"))
        self.assertEqual(json.loads(self.get(f"/data?{asked}"))["reload_token"], "final")
        self.assertIn("Cards of CardFlow", self.get("/"))

    def test_refuses_what_is_no_card_and_names_of_other_pages(self):
        for path, headers in {
            "/card?task=CardFlow/../../x&hash=a": {},
            f"/card?task=CardFlow/{self.run_id}/start/99&hash=a": {},
            "/data?task=&hash=": {},
            "/elsewhere": {},
            "/cards": {"Host": "elsewhere.example"},
        }.items():
            with self.assertRaises(urllib.error.HTTPError, msg=path) as refused:
                self.get(path, **headers)
            self.assertIn(refused.exception.code, (403, 404))
            refused.exception.close()


if __name__ == "__main__":
    unittest.main()
