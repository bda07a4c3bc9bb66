"""What the components of steps have in common."""

from __future__ import annotations

from .card import MetaflowCardComponent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class UserComponent(MetaflowCardComponent):
    _warned_once = False

    def update(self, *args: Any, **kwargs: Any) -> Any:
        self._warn(f"{type(self).__name__} has no `update` and can't change while the step runs.")

    def _warn(self, message: str) -> None:
        """Once a component, in the log of the step that it belongs to."""
        if self._logger is None or self._warned_once:
            return
        self._warned_once = True
        self._logger(f"[@card-component WARNING] {message}", timestamp=False, bad=True)


class StubComponent(UserComponent):
    """Stands where a component was asked for by an id that no component has."""

    def __init__(self, component_id: str) -> None:
        self._missing_id = component_id

    def update(self, *args: Any, **kwargs: Any) -> Any:
        self._warn(
            f"The card has no component with the id {self._missing_id}, so there is nothing to "
            "update."
        )

    def render(self) -> Any:
        # Nothing is shown of it, in the words of whoever asks components to render.
        raise NotImplementedError()
