"""`render_safely`: a component that can't be rendered shows why, and the rest of the card stays."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def render_safely(render: Callable[..., Any]) -> Callable[..., Any]:
    """Decorates a `render`: gives what it gave if JSON can keep it, else an account of what went
    wrong in its place.
    """
    from functools import wraps

    @wraps(render)
    def safe(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            rendered = render(self, *args, **kwargs)
        except Exception:
            import traceback

            return _account(self, traceback.format_exc())
        return rendered if (why := why_unusable(rendered)) is None else _account(self, why)

    return safe


def why_unusable(rendered: object) -> str | None:
    """None when `rendered` can be a part of a card."""
    import json

    if type(rendered) not in (str, dict):
        return "What its method `render` returned is neither text nor a dict"
    try:
        json.dumps(rendered)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        return f"What its method `render` returned does not fit into JSON.\n\n{error}"
    return None


def _account(component: object, why: str) -> Any:
    from .basic import SerializationErrorComponent

    return SerializationErrorComponent(type(component).__name__, why).render()
