"""@exit_hook: functions that are called when a run is over."""

from __future__ import annotations

from ..exception import MetaflowException
from . import FlowDecorator, flow_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Union

    from ._opening import FlowOpening

    Hook = Union[str, Callable[..., Any]]


class ExitHookDecorator(FlowDecorator):
    """Calls the functions `on_success` or `on_error` once the run has ended so."""

    name = "exit_hook"
    allow_multiple = True
    defaults = {"on_success": [], "on_error": [], "options": {}}

    success_hooks: list[str]
    """Names of functions of the flow's file."""
    error_hooks: list[str]

    def open_flow(self, opening: FlowOpening) -> None:
        if not self.attributes["on_success"] and not self.attributes["on_error"]:
            raise MetaflowException(
                "@exit_hook needs a function to call: give it on_success, on_error or both"
            )
        self.success_hooks = self.names("on_success")
        self.error_hooks = self.names("on_error")

    def names(self, attribute: str) -> list[str]:
        """Of `on_success` or `on_error`."""
        return [_name_of(hook, attribute) for hook in self.attributes[attribute]]


def _name_of(hook: Hook, attribute: str) -> str:
    if isinstance(hook, str):
        return hook
    if callable(hook):
        return hook.__name__
    raise ValueError(f"@exit_hook({attribute}=[{hook!r}]): give functions or their names")


exit_hook = flow_decorator(ExitHookDecorator)
