"""Shows the cards of a run in a browser, and what changes while it goes on: a server on this
machine alone.
"""

from __future__ import annotations

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ...exception import CommandException, MetaflowNamespaceMismatch, MetaflowNotFound
from .card_datastore import CardDatastore, card_roots
from .exception import CardNotPresentException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..._cli.invocation import Invocation

_HERE = os.path.dirname(os.path.abspath(__file__))
_HOSTS = ("localhost", "127.0.0.1")


def serve_cards(invocation: Invocation) -> int:
    """Until Ctrl-C."""
    from ._client_root import use_root

    values = invocation.values
    if os.path.isdir(invocation.datastore_root):
        use_root(invocation.datastore_root)
    cards = RunCards(
        invocation.flow_name,
        _asked_run(invocation.flow_name, values["run_id"]),
        values["namespace"] or f"user:{invocation.user}",
        invocation.datastore_root,
        values["max_cards"],
    )
    try:
        server = CardServer(cards, values["port"], values["poll_interval"])
    except OSError as error:
        raise CommandException(
            f"The port {values['port']} can't be used ({error.strerror}): choose another one "
            "with --port"
        ) from None
    invocation.echo(f"Card server at {server.url} (Ctrl-C ends it)", fg="green")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


def _asked_run(flow: str, run_id: str | None) -> str | None:
    from ... import Run, namespace

    if run_id is None:
        return None
    if "/" in run_id:
        raise CommandException(
            "--run-id takes the id of the run alone, without the name of the flow and a slash"
        )
    namespace(None)
    try:
        return str(Run(f"{flow}/{run_id}").id)
    except MetaflowNotFound:
        raise CommandException(f"*{flow}* has no run {run_id}.") from None


class RunCards:
    """The cards of one run, or of whichever is the latest when it is asked."""

    def __init__(self, flow: str, run_id: str | None, namespace: str, root: str, most: int) -> None:
        self.flow = flow
        self._run_id = run_id
        self._namespace = namespace
        self._root = root
        self._most = most
        # The client's state belongs to the process: one question at a time.
        self._lock = threading.Lock()

    def listing(self) -> dict[str, Any]:
        """Newest tasks first; `token` changes when a page has to be loaded again."""
        with self._lock:
            run = self._run()
            cards = [] if run is None else self._cards_of(run)
            finished = run is not None and run.finished
            return {
                "run": None if run is None else run.pathspec,
                "finished": finished,
                "cards": cards[: self._most],
            }

    def page(self, task: str, name: str) -> str | None:
        return self._read(task, name, CardDatastore.extract_card_paths)

    def data(self, task: str, name: str) -> str | None:
        return self._read(task, name, CardDatastore.extract_data_paths)

    def _run(self) -> Any:
        from ... import Flow, Run, namespace

        try:
            if self._run_id is not None:
                namespace(None)
                return Run(f"{self.flow}/{self._run_id}")
            namespace(self._namespace)
            return Flow(self.flow).latest_run
        except (MetaflowNotFound, MetaflowNamespaceMismatch):
            return None

    def _cards_of(self, run: Any) -> list[dict[str, Any]]:
        cards = []
        for step in run:
            for task in step:
                for info in self._infos(task.pathspec):
                    cards.append(
                        {
                            "task": task.pathspec,
                            "type": info.type,
                            "id": info.id,
                            "hash": info.hash,
                        }
                    )
                    if len(cards) >= self._most:
                        return cards
        return cards

    def _infos(self, pathspec: str) -> list[Any]:
        store = self._store(pathspec)
        try:
            return store.get_card_names(store.extract_card_paths())
        except CardNotPresentException:
            return []

    def _store(self, pathspec: str) -> CardDatastore:
        return CardDatastore(card_roots(self._root), pathspec)

    def _read(self, task: str, hash: str, find: Any) -> str | None:
        """`task` and `hash` come from a browser: only what is listed is read."""
        parts = task.split("/")
        if len(parts) != 4 or parts[0] != self.flow or {"", ".", ".."} & set(parts):
            return None
        store = self._store(task)
        try:
            paths = [path for path in find(store, card_hash=hash) if hash]
        except CardNotPresentException:
            return None
        return store.get_card_html(paths[0]) if paths else None


class CardServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, cards: RunCards, port: int, poll_seconds: int) -> None:
        self.cards = cards
        self.poll_seconds = poll_seconds
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: CardServer

    def do_GET(self) -> None:
        from urllib.parse import parse_qs, urlsplit

        # Another page in the browser may not read cards by a name that it points here.
        if self.headers.get("Host", "").partition(":")[0] not in _HOSTS:
            self._answer(403, "text/plain", "Only for this machine")
            return
        asked = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(asked.query).items()}
        task, hash = given.get("task", ""), given.get("hash", "")
        cards = self.server.cards
        if asked.path == "/":
            self._answer(200, "text/html", self._viewer())
        elif asked.path == "/cards":
            self._answer(200, "application/json", json.dumps(cards.listing()))
        elif asked.path == "/card":
            self._found("text/html", cards.page(task, hash))
        elif asked.path == "/data":
            self._found("application/json", cards.data(task, hash))
        else:
            self._answer(404, "text/plain", "Not found")

    def _viewer(self) -> str:
        import html

        with open(os.path.join(_HERE, "card_viewer.html"), encoding="utf-8") as file:
            page = file.read()
        page = page.replace("[FLOW]", html.escape(self.server.cards.flow))
        return page.replace("[POLL_SECONDS]", str(max(self.server.poll_seconds, 1)))

    def _found(self, kind: str, content: str | None) -> None:
        if content is None:
            self._answer(404, "text/plain", "Not found")
        else:
            self._answer(200, kind, content)

    def _answer(self, status: int, kind: str, content: str) -> None:
        body = content.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal belongs to the person."""
