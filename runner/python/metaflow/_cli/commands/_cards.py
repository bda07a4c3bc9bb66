"""Finds the cards that a command line asks for, and says what was found."""

from __future__ import annotations

import os

from metaflow.exception import CommandException, MetaflowNotFound
from metaflow.plugins.cards.card_datastore import (
    NUM_SHORT_HASH_CHARS,
    CardDatastore,
    CardInfo,
    card_roots,
)
from metaflow.plugins.cards.card_resolver import resumed_info
from metaflow.plugins.cards.exception import CardNotPresentException, TaskNotFoundException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation


class FoundCards:
    """The cards of one task that fit the options."""

    def __init__(self, store: CardDatastore, pathspec: str, paths: list[str]) -> None:
        self._store = store
        self.pathspec = pathspec
        self.step = pathspec.split("/")[2]
        self.paths = paths
        self.infos: list[CardInfo] = store.get_card_names(paths)

    def html(self, at: int) -> str:
        return self._store.get_card_html(self.paths[at])

    def as_json(self) -> dict[str, Any]:
        cards = [
            {"id": info.id, "hash": info.hash, "type": info.type, "filename": info.filename}
            for info in self.infos
        ]
        return {"pathspec": self.pathspec, "cards": cards}

    def tell(self, invocation: Invocation, command: str | None) -> None:
        """`command`: the one that would do something with a single card."""
        count = len(self.paths)
        invocation.echo(f"Cards that fit: {count}", fg="green")
        self.tell_cards(invocation)
        if command is not None:
            task = self.pathspec.split("/", 1)[1]
            short = self.infos[0].hash[:NUM_SHORT_HASH_CHARS]
            script = os.path.basename(invocation.file)
            invocation.echo(
                "\n\tChoose one by its hash:\n\t "
                f">>> python {script} card {command} {task} --hash {short}\n",
                fg="yellow",
            )

    def tell_cards(self, invocation: Invocation) -> None:
        for info, path in zip(self.infos, self.paths):
            invocation.echo(
                f"\n\tCard Id: {info.id}\n\tCard Type: {info.type}\n\tCard Hash: {info.hash}\n"
                f"\tCard Path: {self._store.create_full_path(path)}",
                fg="blue",
                no_bold=True,
            )
        invocation.echo("")


def found_cards(invocation: Invocation, quiet: bool = False) -> FoundCards:
    """Of the task that the argument `pathspec` means. Raises CardNotPresentException."""
    _look_at(invocation)
    task = _task_of(invocation.flow_name, invocation.values["pathspec"])
    return _cards_of_task(invocation, task, quiet)


def cards_of_run(invocation: Invocation) -> list[FoundCards]:
    """Of all tasks of the latest run that have any."""
    from metaflow import Flow

    _look_at(invocation)
    run = Flow(invocation.flow_name).latest_run
    if run is None:
        raise MetaflowNotFound(f"{invocation.flow_name} has no run in this namespace")
    if not invocation.values["as_json"]:
        invocation.echo(f"Cards of the run {run.pathspec}", fg="green")
    found = []
    for step in run:
        for task in step:
            try:
                found.append(_cards_of_task(invocation, task, quiet=True))
            except CardNotPresentException:
                continue
    if not found:
        raise _not_there(invocation, run.pathspec)
    return found


def _look_at(invocation: Invocation) -> None:
    from metaflow.plugins.cards._client_root import use_root

    if os.path.isdir(invocation.datastore_root):
        use_root(invocation.datastore_root)


def _cards_of_task(invocation: Invocation, task: Any, quiet: bool) -> FoundCards:
    values = invocation.values
    pathspec = task.pathspec
    said = f"Looking for cards of {pathspec}"
    origin = resumed_info(task) if values["follow_resumed"] else None
    if origin is not None:
        pathspec, said = origin, f"Looking for cards of {origin}, which was taken over"
    if not quiet:
        invocation.echo(said, fg="green")
    store = CardDatastore(card_roots(invocation.datastore_root), pathspec)
    paths = store.extract_card_paths(values["type"], values["hash"], values["id"])
    if not paths:
        raise _not_there(invocation, pathspec)
    return FoundCards(store, pathspec, paths)


def _not_there(invocation: Invocation, pathspec: str) -> CardNotPresentException:
    values = invocation.values
    return CardNotPresentException(pathspec, values["type"], values["hash"], values["id"])


def _task_of(flow: str, pathspec: str) -> Any:
    """`step` (of the latest run), `run/step` or `run/step/task`."""
    from metaflow import Flow, Step, Task, namespace

    parts = pathspec.split("/")
    if len(parts) == 1:
        run = Flow(flow).latest_run
        if run is None or pathspec not in run:
            of_run = None if run is None else run.pathspec
            raise TaskNotFoundException(pathspec, "stepname", of_run)
        return run[pathspec].task
    if len(parts) > 3:
        raise CommandException(
            f"'{pathspec}' has too many parts: write <stepname>, <runid>/<stepname> or "
            "<runid>/<stepname>/<taskid>"
        )
    # Whoever names a run means it, in whatever namespace it is.
    namespace(None)
    try:
        if len(parts) == 2:
            task = Step(f"{flow}/{pathspec}").task
            if task is None:
                raise TaskNotFoundException(pathspec, "step_pathspec")
            return task
        return Task(f"{flow}/{pathspec}")
    except MetaflowNotFound:
        kind = "step_pathspec" if len(parts) == 2 else "task_pathspec"
        raise TaskNotFoundException(pathspec, kind) from None
