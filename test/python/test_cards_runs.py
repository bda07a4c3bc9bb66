"""Cards of tasks that run: made in processes of their own, read by our client and the official
one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from official import (
    FLOWS,
    PYTHON,
    REPOSITORY,
    official_environment,
    run_official,
    run_ours,
)

FLOW = FLOWS / "card_pages.py"
READ = """
import base64, json, re, sys
from metaflow import Flow, namespace
from metaflow.cards import get_cards
from metaflow.plugins.cards.exception import CardNotPresentException
namespace(None)

def components(page):
    found = re.search(r'__MF_DATA__.*\\] = "([^"]*)"', page)
    return base64.b64decode(found.group(1)).decode() if found else page

def account(task):
    try:
        cards = get_cards(task)
    except CardNotPresentException as none:
        return none.headline
    return sorted(
        [card.type, card.id, (card.get_data() or {}).get("reload_token"),
         [word for word in sys.argv[2:] if word in components(card.get())]]
        for card in cards
    )

run = Flow(sys.argv[1]).latest_run
print(json.dumps({step.id: [account(task) for task in step] for step in run}))
"""
WORDS = ["Results & <more>", "On the **default** card", "Unknown Things Happened", "Rows of a"]
NOTHING = "Card not found in datastore"
EXPECTED = {
    "end": [NOTHING],
    "join": [NOTHING],
    "start": [
        [
            ["blank", "report", "final", ["Results & <more>"]],
            # Which shows the code of the step, too.
            ["default", None, "final", ["Results & <more>", "On the **default** card"]],
            ["test_error_card", None, None, ["Unknown Things Happened"]],
        ]
    ],
}


def read(sysroot, flow="CardFlow", *, ours):
    environment = official_environment(sysroot)
    if ours:
        environment["PYTHONPATH"] = str(REPOSITORY / "runner" / "python")
    done = subprocess.run(
        [sys.executable if ours else str(PYTHON), "-c", READ, flow, *WORDS],
        cwd=sysroot,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class Root(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.sysroot = folder.name

    def write(self, name, text):
        file = Path(self.sysroot, name)
        file.write_text(text)
        return file

    def pages(self, flow):
        """The text of each page, by the beginning of its name."""
        folder = Path(self.sysroot, ".metaflow", "mf.cards", flow)
        return {
            page.name.rpartition("-")[0]: page.read_text() for page in folder.rglob("cards/*.html")
        }

    def assert_as_expected(self, told):
        for step, cards in EXPECTED.items():
            self.assertEqual(told[step], cards, step)
        items = sorted(words for [[*_, words]] in told["work"])
        self.assertEqual(items, [[], ["Rows of a"]])


class OurCards(Root):
    def test_are_there_when_the_run_is_over(self):
        run_ours(FLOW, self.sysroot)
        self.assert_as_expected(read(self.sysroot, ours=True))

    def test_are_made_by_fresh_interpreters_too(self):
        os.environ["FLOWDECK_FORK"] = "0"
        self.addCleanup(os.environ.pop, "FLOWDECK_FORK")
        run_ours(FLOW, self.sysroot)
        self.assert_as_expected(read(self.sysroot, ours=True))

    @unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
    def test_are_read_by_the_official_client(self):
        run_ours(FLOW, self.sysroot)
        self.assert_as_expected(read(self.sysroot, ours=False))

    @unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
    def test_are_got_and_listed_by_the_official_command(self):
        run_ours(FLOW, self.sysroot)
        command = [str(PYTHON), str(FLOW), "--no-pylint", "card"]
        options = {
            "cwd": self.sysroot,
            "env": official_environment(self.sysroot),
            "capture_output": True,
            "text": True,
        }
        got = subprocess.run([*command, "get", "start", "--id", "report"], **options)
        self.assertIn("Results &amp; &lt;more&gt;", got.stdout, got.stderr)
        listed = subprocess.run([*command, "list", "start", "--as-json"], **options)
        cards = json.loads(listed.stdout)["cards"]
        self.assertEqual(
            sorted(card["type"] for card in cards), ["blank", "default", "test_error_card"]
        )

    def test_that_are_broken_or_slow_fail_nothing(self):
        flow = self.write(
            "slow.py",
            """
from metaflow import FlowSpec, card, step

class SlowFlow(FlowSpec):
    @card(type="test_timeout_card", timeout=1, options={"timeout": 60})
    @card(type="no_such_card")
    @card(type="test_mock_card", options={"wrong": 1})
    @card(type="test_error_card", save_errors=False)
    @card(type="blank", id="not a word")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass

if __name__ == "__main__":
    SlowFlow()
""",
        )
        told = run_ours(flow, self.sysroot)
        pages = self.pages("SlowFlow")
        self.assertIn("took longer than 1 seconds", pages["test_timeout_card"])
        self.assertIn("no card of type no_such_card", pages["no_such_card"])
        self.assertIn("KeyError", pages["test_mock_card"])
        self.assertIn("blank", pages)
        self.assertNotIn("test_error_card", pages)
        self.assertIn("The card could not be made", told["log"])
        self.assertIn("Unknown Things Happened", told["log"])
        self.assertIn("can't be the id of a @card", told["log"])

    def test_of_a_step_that_fails_show_what_it_had_shown(self):
        flow = self.write(
            "failing.py",
            """
import time
from metaflow import FlowSpec, card, current, step
from metaflow.cards import Markdown, get_cards
from metaflow.plugins.cards.exception import CardNotPresentException

class FailingFlow(FlowSpec):
    @card(type="blank", id="live")
    @card(type="blank", id="final")
    @step
    def start(self):
        current.card["live"].append(Markdown("so far"))
        current.card["live"].refresh()
        while True:
            try:
                get_cards(current.pathspec, id="live")[0]
                break
            except (CardNotPresentException, IndexError):
                time.sleep(0.01)
        raise ValueError("too bad")
        self.next(self.end)

    @step
    def end(self):
        pass

if __name__ == "__main__":
    FailingFlow()
""",
        )
        self.assertIn("too bad", run_ours(flow, self.sysroot)["log"])
        pages = self.pages("FailingFlow")
        self.assertEqual(list(pages), ["blank-live"])
        self.assertIn("so far", pages["blank-live"])
        self.assertIn("This task is running", pages["blank-live"])

    def test_are_made_when_the_step_leaves_threads_and_alarms(self):
        flow = self.write(
            "threads.py",
            """
import signal, sys, threading
from metaflow import FlowSpec, card, current, step
from metaflow.cards import Markdown

class Kept:
    def __repr__(self):
        return "kept by its class"

class ThreadsFlow(FlowSpec):
    @card
    @step
    def start(self):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        signal.signal(signal.SIGALRM, lambda *_: None)
        sys.stdout = None
        self.kept = Kept()
        self.next(self.end)

    @step
    def end(self):
        pass

if __name__ == "__main__":
    ThreadsFlow()
""",
        )
        run_ours(flow, self.sysroot)
        self.assertIn("kept by its class", self.pages("ThreadsFlow")["default"])

    def test_of_installed_extensions_are_found(self):
        package = Path(self.sysroot, "metaflow_extensions", "acme", "plugins", "cards", "fancy")
        package.mkdir(parents=True)
        Path(package, "__init__.py").write_text(
            """
from metaflow.cards import MetaflowCard

class FancyCard(MetaflowCard):
    type = "fancy"

    def __init__(self, options={}, components=[], graph=None, flow=None):
        self.said = f"{options['word']} {sorted(graph)} {flow.name}"

    def render(self, task):
        return self._get_mustache().render("<p>{{said}} {{{x}}}</p>",
                                           {"said": self.said, "x": task.data.x})

CARDS = [FancyCard]
"""
        )
        flow = self.write(
            "fancy.py",
            """
from metaflow import FlowSpec, card, step

class FancyFlow(FlowSpec):
    @card(type="fancy", options={"word": "a<b"})
    @step
    def start(self):
        self.x = "<b>7</b>"
        self.next(self.end)

    @step
    def end(self):
        pass

if __name__ == "__main__":
    FancyFlow()
""",
        )
        run_ours(flow, self.sysroot)
        self.assertEqual(
            self.pages("FancyFlow")["fancy"],
            "<p>a&lt;b ['end', 'start'] FancyFlow <b>7</b></p>",
        )


@unittest.skipUnless(PYTHON.exists(), "needs .venv-test (npm test makes it)")
class OfficialCards(Root):
    def test_are_read_by_our_client(self):
        run_official(FLOW, self.sysroot)
        told = read(self.sysroot, ours=True)
        self.assertEqual(told, read(self.sysroot, ours=False))
        self.assert_as_expected(told)


if __name__ == "__main__":
    unittest.main()
