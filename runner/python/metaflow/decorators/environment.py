"""@environment: variables of a step. A run starts a host of its own for such steps, so that they
are there before the flow's file is imported.
"""

from __future__ import annotations

import os

from ..exception import MetaflowException
from . import StepDecorator, step_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._attempt import TaskAttempt


class EnvironmentDecorator(StepDecorator):
    """Sets environment variables before the step's process imports the flow: `vars` by name; every
    value as text.
    """

    name = "environment"
    defaults = {"vars": {}}

    def init(self) -> None:
        given = self.attributes["vars"]
        if not hasattr(given, "items"):
            raise MetaflowException(
                f"@environment(vars=…) is a dict of variables, not {given!r}: "
                'write vars={"NAME": "value"}'
            )
        self.attributes["vars"] = given if isinstance(given, dict) else dict(given.items())

    @property
    def variables(self) -> dict[str, str]:
        """As a process gets them."""
        return {str(name): str(value) for name, value in self.attributes["vars"].items()}

    def before_step(self, task: TaskAttempt) -> None:
        # A spare interpreter or a test may have been started without them.
        os.environ.update(self.variables)


environment = step_decorator(EnvironmentDecorator)
