"""Where steps get their packages from, as far as people's code names it."""

from __future__ import annotations

import sys

from .exception import MetaflowException


class InvalidEnvironmentException(MetaflowException):
    headline = "Incompatible environment"


class MetaflowEnvironment:
    """The environment of a run on one's own machine: the interpreter that started it."""

    TYPE = "local"

    def __init__(self, flow: object = None) -> None:
        self.flow = flow

    def executable(self, step_name: str, default: str | None = None) -> str:
        return default or sys.executable
