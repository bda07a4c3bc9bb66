"""@trigger: the events that start a deployed flow. A run that someone starts is the same without;
what is written is checked all the same.
"""

from __future__ import annotations

from ..exception import MetaflowException
from . import FlowDecorator, flow_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._opening import FlowOpening


class TriggerDecorator(FlowDecorator):
    """Starts a deployed flow at an `event`, or at all of `events`.

    An event is a name, a dict with `name` and `parameters`, or a function that gives one when the
    flow is deployed.
    """

    name = "trigger"
    defaults = {"event": None, "events": [], "options": {}}

    triggers: list[Any]
    """Events as dicts; a function stands as it is until the flow is deployed."""

    def open_flow(self, opening: FlowOpening) -> None:
        event, events = self.attributes["event"], self.attributes["events"]
        if event and events:
            raise MetaflowException("*@trigger* takes *event* or *events*, not both.")
        self.triggers = _of_events(events) if events else [_of_event(event)] if event else []
        if not self.triggers:
            raise MetaflowException("*@trigger* names no event: give it *event* or *events*.")
        names = [each["name"] for each in self.triggers if isinstance(each, dict)]
        fixed = [name for name in names if isinstance(name, str)]
        if len(fixed) != len(set(fixed)):
            raise MetaflowException("*@trigger* names the same event twice.")


def _of_events(events: Any) -> list[Any]:
    if isinstance(events, list):
        return [_of_event(event) for event in events]
    if callable(events):
        return [events]
    raise MetaflowException(
        f"The *events* of *@trigger* are a list of names and dicts, not {type(events).__name__}: "
        "@trigger(events=['foo', {'name': 'bar', 'parameters': {'alpha': 'field'}}])"
    )


def _of_event(event: Any) -> Any:
    if isinstance(event, str):
        return {"name": event}
    if isinstance(event, dict):
        if "name" not in event:
            raise MetaflowException("An *event* of *@trigger* that is a dict needs the key *name*.")
        parameters = _of_parameters(event.get("parameters", {}), event["name"])
        return {**event, "parameters": parameters}
    if callable(event):
        return event
    raise MetaflowException(
        f"An *event* of *@trigger* is a name or a dict, not {type(event).__name__}: "
        "@trigger(event='new_data') or @trigger(event={'name': 'new_data', 'parameters': {…}})"
    )


def _of_parameters(parameters: Any, event: Any) -> Any:
    """Fields of the event by parameter. A list names what is called the same in both."""
    if callable(parameters):
        return parameters
    if isinstance(parameters, dict):
        pairs = list(parameters.items())
    elif isinstance(parameters, list):
        pairs = [(each, each) if isinstance(each, str) else each for each in parameters]
    else:
        return {}
    for pair in pairs:
        if not (
            isinstance(pair, tuple)
            and len(pair) == 2
            and all(isinstance(name, str) for name in pair)
        ):
            raise MetaflowException(
                f"The *parameters* of event {event} have to be a dict of texts, or a list of names "
                "and (parameter, field) pairs"
            )
    return dict(pairs)


trigger = flow_decorator(TriggerDecorator)
