"""Makes a card and its new data, in a process of its own, and puts it where readers look."""

from __future__ import annotations

import json
import sys
import time

from ._files import CardFiles
from ._timeout import CardTimeout, time_limit
from .card_modules._cards import ErrorCard
from .card_modules._registry import get_card_class
from .exception import (
    CARD_ID_PATTERN,
    CardClassFoundException,
    IncorrectCardArgsException,
    UnrenderableCardException,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._request import CardPlace, CardRequest
    from .card_modules.card import MetaflowCard


def make_cards(flow_class: Any, place: CardPlace, requests: list[CardRequest]) -> bool:
    """All of one task, in order. False after an account of what went wrong on stderr."""
    task = _task(place)
    made = [_make_card(flow_class, task, place, request) for request in requests]
    return all(made)


def _make_card(flow_class: Any, task: Any, place: CardPlace, request: CardRequest) -> bool:
    try:
        card = _card(flow_class, request)
        made = _made(card, task, request)
    except (
        CardClassFoundException,
        IncorrectCardArgsException,
        UnrenderableCardException,
    ) as error:
        if request.mode == "refresh":
            # A page without its newest data is better than one that says so.
            return True
        if not request.save_errors:
            print(f"{error.headline}:\n{error}", file=sys.stderr)
            return False
        made = _error_page(task, request, str(error))
    if made is not None:
        _store(place, request, made)
    return True


def _task(place: CardPlace) -> Any:
    from metaflow import Task
    from metaflow.client import default_namespace

    from ._client_root import use_root

    use_root(place.datastore_root)
    # A step may have changed it; whoever renders starts from the default.
    default_namespace()
    return Task(place.pathspec, _namespace_check=False)


def _card(flow_class: Any, request: CardRequest) -> MetaflowCard:
    card_class: Any = get_card_class(request.type)
    if card_class is None:
        raise CardClassFoundException(request.type)
    graph = _graph(flow_class)
    arguments = {"components": request.components, "graph": graph["steps"]}
    if request.options:
        arguments["options"] = request.options
    if _takes(card_class, "graph_info"):
        arguments["graph_info"] = graph
    try:
        card: MetaflowCard = card_class(flow=_plain_flow(flow_class), **arguments)
    except TypeError:
        raise IncorrectCardArgsException(request.type, request.options) from None
    except Exception:
        raise UnrenderableCardException(request.type, request.options) from None
    return card


def _plain_flow(flow_class: Any) -> Any:
    """As `flow_class(use_cli=False)`, also of a class whose own constructor takes nothing."""
    flow = flow_class.__new__(flow_class)
    flow.__dict__.update(flow_class._values_of_constructor())
    flow._reset()
    return flow


def _graph(flow_class: Any) -> dict[str, Any]:
    from metaflow._graph_info import graph_info_of

    info = graph_info_of(flow_class, getattr(sys.modules["__main__"], "__file__", None) or "")
    return {name: info[name] for name in ("steps", "start_step", "end_step")}


def _takes(card_class: type, argument: str) -> bool:
    import inspect

    try:
        return argument in inspect.signature(card_class).parameters
    except (TypeError, ValueError):
        return False


def _made(card: MetaflowCard, task: Any, request: CardRequest) -> Any:
    """The page or the data; None when there is nothing to store."""
    try:
        with time_limit(request.timeout):
            made = _rendered(card, task, request)
    except CardTimeout:
        import traceback

        return _said_of_failure(
            task,
            request,
            f"\nThe card took longer than {request.timeout} seconds. @card(timeout=…) gives it "
            f"more time.\nStack trace:\n{traceback.format_exc()}",
        )
    except NotImplementedError:
        if request.mode == "render":
            raise UnrenderableCardException(request.type, request.options) from None
        return _said_of_failure(
            task,
            request,
            f"A card of type {request.type} is to be shown while its step runs, but its class does "
            "not implement `render_runtime`.",
        )
    except Exception:
        raise UnrenderableCardException(request.type, request.options) from None
    if made is None:
        said = f"The card of type {request.type} rendered nothing"
        return _said_of_failure(task, request, said)
    return made


def _rendered(card: MetaflowCard, task: Any, request: CardRequest) -> Any:
    data = request.data
    if request.mode == "refresh":
        fresh = card.refresh(task, data)
        if fresh is None:
            return None
        token = _token(card, task, data)
        return {"reload_token": token, "data": fresh, "created_on": time.time()}
    if request.mode == "render":
        card.runtime_data = data
        page = card.render(task)
    else:
        page = card.render_runtime(task, data)
    return (
        None if page is None else page.replace(card.RELOAD_POLICY_TOKEN, _token(card, task, data))
    )


def _token(card: MetaflowCard, task: Any, data: dict[str, Any]) -> str:
    if "render_seq" not in data:
        return "never"
    if data["render_seq"] == "final":
        return "final"
    if card.RELOAD_POLICY == card.RELOAD_POLICY_ALWAYS:
        return f"render-seq-{data['render_seq']}"
    if card.RELOAD_POLICY == card.RELOAD_POLICY_ONCHANGE:
        return str(card.reload_content_token(task, data))
    return "never"


def _said_of_failure(task: Any, request: CardRequest, said: str) -> str | None:
    if request.mode == "refresh" or not request.save_errors:
        return None
    return _error_page(task, request, said)


def _error_page(task: Any, request: CardRequest, said: str) -> str:
    card = ErrorCard()
    page = str(card.render(task, stack_trace=said))
    return page.replace(card.RELOAD_POLICY_TOKEN, _token(card, task, request.data))


def _store(place: CardPlace, request: CardRequest, made: Any) -> None:
    files = CardFiles.of(place)
    # Of a type that can't be part of a file name there is nothing but its error.
    kind = request.type if CARD_ID_PATTERN.match(str(request.type)) else "error"
    if request.mode == "refresh":
        files.save_data(kind, request.id, request.uuid, json.dumps(made))
        return
    files.save_page(kind, request.id, request.uuid, made)
    if request.record is not None:
        _save_record(place, request)


def _save_record(place: CardPlace, request: CardRequest) -> None:
    """The task's metadata name its cards, in a form of their own: the field is the card's uuid."""
    from metaflow._datastore import layout
    from metaflow._datastore.files import write_file

    now = time.time_ns() // 1_000_000
    record = {
        "flow_id": place.flow,
        "run_number": place.run,
        "step_name": place.step,
        "task_id": place.task,
        "field_name": request.uuid,
        "type": "card-info",
        "value": json.dumps(request.record),
        "tags": [f"attempt_id:{place.attempt}"],
        "user_name": place.user,
        "ts_epoch": now,
    }
    task = layout.TaskPlace(place.flow, place.run, place.step, place.task)
    path = f"{place.datastore_root}/{layout.sysmeta(task, request.uuid, now)}"
    write_file(path, [json.dumps(record).encode()])
