"""``card``: shows, saves and lists the cards of tasks, serves them, and makes one anew."""

from __future__ import annotations

from metaflow._cli.command import Argument, Command, Group, Option
from metaflow.parameters import JSONType

from ._cards import FoundCards, cards_of_run, found_cards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from metaflow._cli.invocation import Invocation

_PATHSPECS = (
    "Name the task as <stepname> (in the latest run), <runid>/<stepname> or "
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
        Option(
            "--hash",
            show_default=True,
            help="The card with this hash, or its first five characters.",
        ),
        Option("--type", show_default=True, help="Cards of this type alone."),
        Option("--id", show_default=True, help="The card with this id."),
        Option(
            "--follow-resumed/--no-follow-resumed",
            default=True,
            show_default=True,
            help="For a task that a resumed run took over, look for the cards of the original too.",
        ),
    ]


_CREATE = Command(
    "create",
    "Make one more card of a task.",
    arguments=[Argument("pathspec")],
    options=[
        Option("--type", default="default", show_default=True, help="The type of the card."),
        Option("--options", type=JSONType, help="What the card class is made with, as JSON."),
        Option("--timeout", type=int, help="How many seconds it may take."),
        Option(
            "--render-error-card",
            is_flag=True,
            help="When the card cannot be made, make one that shows the error.",
        ),
        Option("--id", help="An id for it."),
        Option("--component-file", help="A JSON file with the components to show."),
    ],
    run=_create,
)
_SERVER = Command(
    "server",
    "Show a run's cards in the browser, while it runs too.",
    options=[
        Option(
            "--run-id", show_default=True, help="The run to show; the latest one when left out."
        ),
        Option(
            "--port",
            default=8324,
            show_default=True,
            help="Port at which the pages are served.",
        ),
        Option(
            "--namespace",
            show_default=True,
            help="Where to look for the latest run, instead of your own namespace.",
        ),
        Option(
            "--poll-interval",
            default=5,
            show_default=True,
            help="Seconds between two looks for new cards.",
        ),
        Option(
            "--max-cards",
            default=30,
            show_default=True,
            help="Show no more cards than this.",
        ),
    ],
    run=_serve,
)

COMMAND = Group(
    "card",
    "Show, save and make the cards of tasks.",
    commands=[
        _CREATE,
        Command(
            "get",
            f"Print a card's HTML, or save it in the file PATH. {_PATHSPECS}",
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
                Option("--as-json", is_flag=True, help="Print the list as JSON."),
                Option("--file", help="Write the list to this file, too."),
            ],
            run=_list,
        ),
        _SERVER,
        Command(
            "view",
            f"Open a card in the browser. {_PATHSPECS}",
            arguments=[Argument("pathspec")],
            options=_reading_options(),
            run=_view,
        ),
    ],
)
