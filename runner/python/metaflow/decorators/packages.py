"""@conda, @pypi and their flow-wide forms: the packages of a step. Environments are made by
official Metaflow; without `--environment=conda` or `pypi` both refuse to run: nothing would be
installed.
"""

from __future__ import annotations

from ..metaflow_environment import InvalidEnvironmentException
from . import Decorator, FlowDecorator, StepDecorator, flow_decorator, step_decorator

_ENVIRONMENTS = ("conda", "pypi", "fast-bakery")


class _Packages(Decorator):
    """What the four have in common."""

    needs_official = True

    def check_environment(self, environment: str) -> None:
        if environment not in _ENVIRONMENTS:
            choices = " or ".join(f"--environment={each}" for each in _ENVIRONMENTS)
            raise InvalidEnvironmentException(f"@{self.name} decorator requires {choices}")

    def is_attribute_user_defined(self, name: str) -> bool:
        return name in self.given


class _CondaPackages(_Packages):
    # `libraries` is what `packages` was called once.
    defaults = {"packages": {}, "libraries": {}, "python": None, "disabled": None}

    def init(self) -> None:
        libraries, packages = self.attributes["libraries"], self.attributes["packages"]
        self.attributes["packages"] = {**libraries, **packages}
        self.attributes["libraries"] = {}


class CondaDecorator(_CondaPackages, StepDecorator):
    """The Conda packages of the step, by name and version, added to those of @conda_base."""

    name = "conda"


class CondaBaseDecorator(_CondaPackages, FlowDecorator):
    """The Conda packages of all steps, by name and version, and their Python."""

    name = "conda_base"


class PypiDecorator(_Packages, StepDecorator):
    """The PyPI packages of the step, by name and version, added to those of @pypi_base."""

    name = "pypi"
    defaults = {"packages": {}, "python": None, "disabled": None}


class PypiBaseDecorator(_Packages, FlowDecorator):
    """The PyPI packages of all steps, by name and version, and their Python."""

    name = "pypi_base"
    defaults = {"packages": {}, "python": None, "disabled": None}


conda = step_decorator(CondaDecorator)
conda_base = flow_decorator(CondaBaseDecorator)
pypi = step_decorator(PypiDecorator)
pypi_base = flow_decorator(PypiBaseDecorator)
