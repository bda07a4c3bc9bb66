from __future__ import annotations


class YamlError(ValueError):
    """`line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
