"""What can go wrong with cards. Names and headlines are Metaflow's."""

from __future__ import annotations

import re

from ...exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TYPE_CHECK_REGEX = "^[a-zA-Z0-9_]+$"
CARD_ID_PATTERN = re.compile(TYPE_CHECK_REGEX)
"""Of types and ids: they are parts of file names."""


class CardClassFoundException(MetaflowException):
    headline = "MetaflowCard not found"

    def __init__(self, card_name: str) -> None:
        super().__init__(
            f"There is no card of type {card_name}, which is the `type` that @card was given"
        )


class TypeRequiredException(MetaflowException):
    headline = "Card type missing exception"

    def __init__(self) -> None:
        super().__init__("--type is required to find a card by the pathspec of its task")


class CardNotPresentException(MetaflowException):
    headline = "Card not found in datastore"

    def __init__(
        self,
        pathspec: str,
        card_type: str | None = None,
        card_hash: str | None = None,
        card_id: str | None = None,
    ) -> None:
        wanted, advice = "card", ""
        if card_hash is not None:
            wanted = f"card with hash '{card_hash}'"
            advice = ". `--hash` takes the whole hash or at least its first five characters"
        elif card_type is not None:
            wanted = f"card with type '{card_type}'"
        elif card_id is not None:
            wanted = f"card with id '{card_id}'"
        super().__init__(f"{pathspec} has no {wanted}{advice}")


class TaskNotFoundException(MetaflowException):
    headline = "Cannot resolve task for pathspec"

    def __init__(self, pathspec_query: str, resolved_from: str, run_id: str | None = None) -> None:
        known = {
            "task_pathspec": f"There is no task {pathspec_query}.",
            "step_pathspec": f"There is no step {pathspec_query}, or it has no task yet.",
            "stepname": f"There is no step {pathspec_query}"
            + (f" in the run {run_id}." if run_id is not None else ""),
        }
        super().__init__(known.get(resolved_from, "There is no task whose card could be shown."))


class IncorrectCardArgsException(MetaflowException):
    headline = "Incorrect arguments to @card decorator"

    def __init__(self, card_type: str, args: Any) -> None:
        super().__init__(f"A card of type {card_type} does not take the options {args}")


class UnrenderableCardException(MetaflowException):
    """`trace`: the traceback of what the card's `render` raised."""

    headline = "Unable to render @card"

    def __init__(self, card_type: str, args: Any, trace: str | None = None) -> None:
        if trace is None:
            import traceback

            trace = traceback.format_exc()
        super().__init__(
            f"The card of type {card_type} failed when it was made with {args}.\n"
            f"Stack trace: {trace}"
        )


class UnresolvableDatastoreException(MetaflowException):
    headline = "Cannot resolve datastore type from `Task.metadata`"

    def __init__(self, task: Any) -> None:
        super().__init__(f"The task {task.pathspec} has no metadata `ds-type`")


class IncorrectArgumentException(MetaflowException):
    headline = "`get_cards` function requires a `Task` object or pathspec as an argument"

    def __init__(self, obj_type: Any) -> None:
        super().__init__(
            "`get_cards` takes a `Task` object or the pathspec of one; "
            f"its argument cannot be of type {obj_type}."
        )


class IncorrectPathspecException(MetaflowException):
    headline = "Pathspec is required of form `flowname/runid/stepname/taskid`"

    def __init__(self, pthspec: str) -> None:
        super().__init__(
            f"Pathspec {pthspec} is invalid: it has the form `flowname/runid/stepname/taskid`"
        )


class ComponentOverwriteNotSupportedException(MetaflowException):
    headline = "Component overwrite is not supported"

    def __init__(self, component_id: str, card_id: str | None, card_type: str | None) -> None:
        card = f"type='{card_type}'" + (f", id='{card_id}'" if card_id is not None else "")
        super().__init__(
            f"The @card({card}) has a component with id {component_id} already, and a component "
            "can't be replaced by another one. Update it, or replace all components: "
            "`current.card.components = [MyComponent]`"
        )
