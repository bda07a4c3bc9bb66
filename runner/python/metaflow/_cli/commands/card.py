"""``card``: shows, saves and lists the cards of tasks, serves them, and makes one anew."""

from __future__ import annotations

from metaflow._cli.command import Argument, Command, Group, Option
from metaflow.parameters import JSONType

from ._cards import FoundCards, cards_of_run, found_cards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from metaflow._cli.invocation import Invocation

_PATHSPECS = (
    "The pathspec can be of the form: <stepname>, <runid>/<stepname> or "
    "<runid>/<stepname>/<taskid>."
)


def _view(invocation: Invocation) -> int:
    found = found_cards(invocation)
    if len(found.paths) != 1:
        found.tell(invocation, "view")
        return 0
    import os
    import pathlib
    import tempfile
    import webbrowser

    info = found.infos[0]
    # A copy: the browser reads it when it likes, wherever the datastore is.
    folder = tempfile.mkdtemp(prefix="metaflow-card-")
    page = pathlib.Path(os.path.join(folder, info.filename))
    page.write_text(found.html(0), encoding="utf-8")
    webbrowser.open(page.as_uri())
    return 0


def _get(invocation: Invocation) -> int:
    found = found_cards(invocation)
    path = invocation.values["path"]
    if len(found.paths) != 1:
        found.tell(invocation, "get")
    elif path is None:
        invocation.print(found.html(0))
    else:
        import os

        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(found.html(0))
    return 0


def _list(invocation: Invocation) -> int:
    values = invocation.values
    as_json = values["as_json"]
    if values["pathspec"] is not None:
        found = found_cards(invocation, quiet=as_json)
        if as_json:
            _write_json(invocation, found.as_json())
        else:
            found.tell(invocation, None)
        return 0
    listed = cards_of_run(invocation)
    if as_json:
        _write_json(invocation, [found.as_json() for found in listed])
    else:
        _tell_run(invocation, listed)
    return 0


def _tell_run(invocation: Invocation, listed: list[FoundCards]) -> None:
    step = None
    for found in listed:
        if found.step != step:
            step = found.step
            invocation.echo(f"Step : {step}", fg="green")
        invocation.echo(f"\tTask: {found.pathspec.rpartition('/')[2]}", fg="green")
        found.tell_cards(invocation)


def _write_json(invocation: Invocation, value: object) -> None:
    import json

    file = invocation.values["file"]
    if file is None:
        invocation.print(json.dumps(value, indent=4))
        return
    with open(file, "w", encoding="utf-8") as written:
        json.dump(value, written)


def _create(invocation: Invocation) -> int:
    from ._card_create import create_card

    return create_card(invocation)


def _serve(invocation: Invocation) -> int:
    from metaflow.plugins.cards.card_server import serve_cards

    return serve_cards(invocation)


def _reading_options() -> list[Option]:
    return [
        Option("--hash", show_default=True, help="Hash of the stored HTML"),
        Option("--type", show_default=True, help="Type of card"),
        Option("--id", show_default=True, help="Id of the card"),
        Option(
            "--follow-resumed/--no-follow-resumed",
            default=True,
            show_default=True,
            help="Follow the origin-task-id of resumed tasks to seek cards stored for resumed "
            "tasks.",
        ),
    ]


_CREATE = Command(
    "create",
    "create a HTML card",
    arguments=[Argument("pathspec")],
    options=[
        Option("--type", default="default", show_default=True, help="Type of card being created"),
        Option("--options", type=JSONType, help="arguments of the card being created."),
        Option("--timeout", type=int, help="Maximum amount of time allowed to create card."),
        Option(
            "--render-error-card",
            is_flag=True,
            help="Upon failing to render a card, render a card holding the stack trace",
        ),
        Option("--id", help="ID of the card"),
        Option("--component-file", help="JSON File with pre-rendered components."),
    ],
    run=_create,
)
_SERVER = Command(
    "server",
    "Run local card viewer server",
    options=[
        Option("--run-id", show_default=True, help="Run ID of the flow"),
        Option(
            "--port",
            default=8324,
            show_default=True,
            help="Port on which Metaflow card viewer server will run",
        ),
        Option("--namespace", show_default=True, help="Namespace of the flow"),
        Option(
            "--poll-interval",
            default=5,
            show_default=True,
            help="Polling interval of the card viewer server.",
        ),
        Option(
            "--max-cards",
            default=30,
            show_default=True,
            help="Maximum number of cards to be shown at any time by the card viewer server",
        ),
    ],
    run=_serve,
)

COMMAND = Group(
    "card",
    "Commands related to @card decorator.",
    commands=[
        _CREATE,
        Command(
            "get",
            f"Get the HTML string of the card based on pathspec. {_PATHSPECS} "
            "Save the card by adding the `path` argument.",
            arguments=[Argument("pathspec"), Argument("path", required=False)],
            options=_reading_options(),
            run=_get,
        ),
        Command(
            "list",
            "List the cards of a task, or of all tasks of the latest run.",
            arguments=[Argument("pathspec", required=False)],
            options=[
                *_reading_options(),
                Option(
                    "--as-json", is_flag=True, help="Print all available cards as a JSON object"
                ),
                Option("--file", help="Save the available card list to file."),
            ],
            run=_list,
        ),
        _SERVER,
        Command(
            "view",
            f"View the HTML card in browser based on the pathspec. {_PATHSPECS}",
            arguments=[Argument("pathspec")],
            options=_reading_options(),
            run=_view,
        ),
    ],
)
