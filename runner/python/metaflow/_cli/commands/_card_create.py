"""``card create``: makes a card of a task that has run."""

from __future__ import annotations

from metaflow.exception import CommandException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation


def create_card(invocation: Invocation) -> int:
    import uuid

    from metaflow.plugins.cards._make import make_cards
    from metaflow.plugins.cards._request import CardPlace, CardRequest
    from metaflow.plugins.cards.exception import CARD_ID_PATTERN, TYPE_CHECK_REGEX

    values = invocation.values
    parts = values["pathspec"].split("/")
    if len(parts) != 3:
        raise CommandException("Name the task as <runid>/<stepname>/<taskid>")
    id = values["id"]
    if id is not None and CARD_ID_PATTERN.match(id) is None:
        invocation.echo(
            f"'{id}' can't be the id of a card, so this one has none. "
            f"Ids match {TYPE_CHECK_REGEX}.",
            fg="red",
        )
        id = None
    root, flow = invocation.datastore_root, invocation.flow_name
    run, step, task = parts
    place = CardPlace(root, flow, run, step, task, attempt=0, user=invocation.user)
    request = CardRequest(
        uuid=uuid.uuid4().hex,
        type=values["type"],
        id=id,
        mode="render",
        options=values["options"],
        timeout=values["timeout"],
        save_errors=values["render_error_card"],
        runtime=False,
        components=_components(values["component_file"]),
        data={},
        record=None,
    )
    invocation.echo(
        f"Making a card of type {request.type}; it may take {request.timeout} seconds", fg="green"
    )
    if not make_cards(invocation.flow_class, place, [request]):
        return 1
    invocation.echo(f"The card is made: type {request.type}, hash {request.uuid[:5]}")
    return 0


def _components(file: str | None) -> list[Any]:
    if file is None:
        return []
    import json

    with open(file, encoding="utf-8") as content:
        components: list[Any] = json.load(content)
    return components
