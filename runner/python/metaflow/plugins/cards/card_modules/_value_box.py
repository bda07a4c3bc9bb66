"""`ValueBox`: one number that counts, with what it means."""

from __future__ import annotations

from ._user import UserComponent
from .card import with_default_component_id
from .renderer_tools import render_safely

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union

    Value = Union[str, int, float]

_LARGEST = 1e15
_LONGEST_VALUE = 100
_LONGEST = {"Title": 200, "Subtitle": 300, "Change indicator": 200}


class ValueBox(UserComponent):
    """A value with a title, a subtitle and what has changed.

    >>> current.card.append(ValueBox("Accuracy", 0.93, change_indicator="up 2 % since yesterday"))
    """

    type = "valueBox"
    REALTIME_UPDATABLE = True
    VALID_THEMES = frozenset(
        {"default", "success", "warning", "danger", "bg-gradient-indigo-purple"}
    )

    def __init__(
        self,
        title: str | None = None,
        value: Value = "",
        subtitle: str | None = None,
        theme: str | None = None,
        change_indicator: str | None = None,
    ) -> None:
        _check_value(value)
        self._value = value
        self._words = _checked_words(title, subtitle, theme, change_indicator)

    def update(
        self,
        title: str | None = None,
        value: Value | None = None,
        subtitle: str | None = None,
        theme: str | None = None,
        change_indicator: str | None = None,
    ) -> None:
        """Changes what is given."""
        words = _checked_words(title, subtitle, theme, change_indicator)
        if value is not None:
            _check_value(value)
            self._value = value
        self._words.update(words)

    @with_default_component_id
    @render_safely
    def render(self) -> Any:
        return {
            "type": self.type,
            "id": self.component_id,
            "value": self._value,
            **self._words,
        }


def _checked_words(
    title: str | None, subtitle: str | None, theme: str | None, change_indicator: str | None
) -> dict[str, str]:
    """Those that are given, by their names in the card."""
    _check_text("Title", title)
    _check_text("Subtitle", subtitle)
    check_class_name("Theme", theme)
    _check_text("Change indicator", change_indicator)
    words = {
        "title": title,
        "subtitle": subtitle,
        "theme": theme,
        "change_indicator": change_indicator,
    }
    return {name: word for name, word in words.items() if word is not None}


def _check_value(value: Any) -> None:
    if value is None:
        raise ValueError("A ValueBox needs a value, and None is no value")
    if isinstance(value, str):
        if len(value) > _LONGEST_VALUE:
            raise ValueError(
                f"A text in place of the value has at most {_LONGEST_VALUE} characters, "
                f"and this one {len(value)}"
            )
        if not value.strip():
            raise ValueError("A text in place of the value cannot be blank")
    elif not isinstance(value, (int, float)):
        raise TypeError(
            f"The value of a ValueBox is a number or text, not a {type(value).__name__}"
        )
    elif not -_LARGEST <= value <= _LARGEST:
        raise ValueError(f"{value} is too large for a ValueBox: it shows -1e15 to 1e15")


def _check_text(what: str, text: Any) -> None:
    if text is None:
        return
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a string, got {type(text).__name__}")
    if len(text) > _LONGEST[what]:
        raise ValueError(
            f"{what} has at most {_LONGEST[what]} characters, and this one {len(text)}"
        )
    if not text.strip():
        raise ValueError(f"{what} cannot be blank")


def check_class_name(what: str, name: Any) -> None:
    """None, or what can be a class of CSS."""
    if name is None:
        return
    if not isinstance(name, str):
        raise TypeError(f"{what} must be a string, got {type(name).__name__}")
    if not name.strip():
        raise ValueError(f"{what} cannot be blank")
    import re

    if not re.match(r"^[a-zA-Z][a-zA-Z0-9_-]*$", name):
        raise ValueError(f"{what} is '{name}', which cannot be the name of a class in CSS")
