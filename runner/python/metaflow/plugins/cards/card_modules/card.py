"""`MetaflowCard` and `MetaflowCardComponent`: what cards and their parts inherit from."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any


class MetaflowCard:
    """A kind of card; `@card(type=…)` chooses it by `type`.

    A subclass implements `render(task)`, which gives the page as HTML. One that changes while the
    step runs sets `RUNTIME_UPDATABLE` and implements `render_runtime` and `refresh` too; one that
    takes what the step appends sets `ALLOW_USER_COMPONENTS`.

    >>> class Short(MetaflowCard):
    ...     type = "short"
    ...     def render(self, task):
    ...         return f"<p>{task.pathspec}</p>"
    """

    RELOAD_POLICY_NEVER = "never"
    RELOAD_POLICY_ALWAYS = "always"
    RELOAD_POLICY_ONCHANGE = "onchange"
    RELOAD_POLICY_TOKEN = "[METAFLOW_RELOAD_TOKEN]"
    """Whoever shows the page compares what replaces this with the token of new data: another token
    means to load the page again.
    """

    type: Any = None
    ALLOW_USER_COMPONENTS = False
    RUNTIME_UPDATABLE = False
    RELOAD_POLICY = RELOAD_POLICY_NEVER
    scope = "task"
    runtime_data: Any = None
    """In `render`: the last data of `refresh`, and the components."""

    def __init__(
        self,
        options: Any = {},  # noqa: B006 - as subclasses of other people call it
        components: Any = [],  # noqa: B006
        graph: Any = None,
        flow: Any = None,
    ) -> None:
        pass

    def _get_mustache(self) -> ModuleType:
        """A renderer of Mustache templates: `self._get_mustache().render(template, values)`."""
        from . import chevron

        return chevron

    def render(self, task: Any) -> Any:
        """The page of a finished task."""
        return NotImplementedError()

    def render_runtime(self, task: Any, data: Any) -> Any:
        """The page of a task that runs; `data` as in `refresh`."""
        raise NotImplementedError()

    def refresh(self, task: Any, data: Any) -> Any:
        """What the page gets instead of being rendered again. `data`: `user` (the argument of
        `current.card.refresh`), `components`, `render_seq`, `component_update_ts`, `mode`.
        """
        raise NotImplementedError()

    def reload_content_token(self, task: Any, data: Any) -> Any:
        """With `RELOAD_POLICY_ONCHANGE`: changes when the page has to be loaded again."""
        return "content-token"


class MetaflowCardComponent:
    """A part of a card. `render` gives text, or a dictionary that the card understands."""

    REALTIME_UPDATABLE = False
    """It can change while the step runs, by `update`."""

    _component_id: str | None = None
    _logger: Any = None

    @property
    def component_id(self) -> str | None:
        return self._component_id

    @component_id.setter
    def component_id(self, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError("The id of a component is a string")
        self._component_id = value

    def update(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError()

    def render(self) -> Any:
        raise NotImplementedError()


def create_component_id(component: object) -> str:
    """`markdown_3f21aa`"""
    import uuid

    return f"{type(component).__name__.lower()}_{uuid.uuid4().hex[:6]}"


def with_default_component_id(render: Callable[..., Any]) -> Callable[..., Any]:
    """Decorates a `render`: the component has an id by then."""
    from functools import wraps

    @wraps(render)
    def identified(self: MetaflowCardComponent, *args: Any, **kwargs: Any) -> Any:
        if self.component_id is None:
            self.component_id = create_component_id(self)
        return render(self, *args, **kwargs)

    return identified
