"""What decorators of people's own have in common: the names they are found by, and how a text gives
their arguments.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Registry:
    """Classes by their import path. Any end of a path names a class as long as it fits only one."""

    def __init__(self) -> None:
        self._classes: dict[str, Any] = {}
        # Only the most derived class of a family counts.
        self._bases: set[str] = set()

    def add(self, cls: Any) -> None:
        for base in cls.__bases__:
            name = getattr(base, "decorator_name", None)
            if name is not None:
                self._bases.add(name)
                self._classes.pop(name, None)
        if cls.decorator_name not in self._bases:
            self._classes[cls.decorator_name] = cls

    def get_decorator_by_name(self, name: str) -> Any:
        """None when there is none, or more than one."""
        if name in self._classes:
            return self._classes[name]
        fitting = [cls for path, cls in self._classes.items() if path.endswith(f".{name}")]
        return fitting[0] if len(fitting) == 1 else None

    def get_decorator_name(self, cls: Any) -> str | None:
        """The shortest end of its path that names it alone."""
        path = getattr(cls, "decorator_name", None)
        if path is None or self._classes.get(path) is not cls:
            return None
        parts = path.split(".")
        ends = (".".join(parts[at:]) for at in range(len(parts) - 1, 0, -1))
        return next((end for end in ends if self.get_decorator_by_name(end) is cls), path)

    def all_decorators(self) -> dict[str, Any]:
        return {self.get_decorator_name(cls) or path: cls for path, cls in self._classes.items()}


def arguments_of_spec(text: str) -> tuple[list[Any], dict[str, Any]]:
    """`0=first,rate=0.1`: whole numbers as names are positions."""
    from ..decorators._specs import attributes_of_spec

    positional: list[Any] = []
    named: dict[str, Any] = {}
    for name, value in attributes_of_spec(text).items():
        if not name.isdigit():
            named[name] = value
            continue
        missing = int(name) + 1 - len(positional)
        positional.extend([None] * missing)
        positional[int(name)] = value
    return positional, named


def name_of_class(cls: Any) -> str:
    return getattr(cls, "_decorator_name", None) or f"{cls.__module__}.{cls.__name__}"
