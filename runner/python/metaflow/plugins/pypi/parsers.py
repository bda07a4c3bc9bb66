"""Parsers for a Config that holds packages: `Config("deps", parser=requirements_txt_parser)`.

Each gives `{"packages": {name: version}, "python": version or None}`, as @pypi and @conda take it.
"""

from __future__ import annotations

import re

from ...exception import MetaflowException
from ._requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_COMMENT = re.compile(r"\s+#.*$")
_CONDA = re.compile(r"^([A-Za-z0-9_\-.]+)(\s*[=<>!~].+\s*)?$")


class ParserValueError(MetaflowException):
    headline = "Value error"


class _Found:
    """What has been read so far."""

    def __init__(self, python: str | None = None) -> None:
        self.packages: dict[str, str] = {}
        self.python = python

    def add(self, name: str, key: str, version: str, line: str) -> None:
        if name.lower() != "python":
            self.packages[key] = version
            return
        if self.python is not None and version:
            raise ParserValueError(f"The version of Python is given a second time: '{line}'")
        self.python = version or None

    def add_requirement(self, line: str) -> None:
        try:
            requirement = Requirement(line)
        except ValueError:
            raise ParserValueError(
                f"This line is no requirement as PEP 508 has them: '{line}'"
            ) from None
        if requirement.marker is not None:
            raise ParserValueError(
                f"This line has a condition after ';' (an environment marker), which can't be "
                f"taken over: '{line}'"
            )
        version = requirement.specifier.lstrip(" =")
        self.add(requirement.name, requirement.key, version, line)

    def result(self) -> dict[str, Any]:
        return {"packages": self.packages, "python": self.python}


def requirements_txt_parser(content: str) -> dict[str, Any]:
    """The lines of a requirements.txt. Raises ParserValueError for what is no requirement, and for
    environment markers.
    """
    found = _Found()
    for line in _lines(content):
        # Rye's lock files name the project itself so.
        if line != "-e file:.":
            found.add_requirement(line)
    return found.result()


def pyproject_toml_parser(content: str) -> dict[str, Any]:
    """`dependencies` and `requires-python` of a pyproject.toml. Raises as
    `requirements_txt_parser`, and RuntimeError where nothing reads TOML: Python
    before 3.11 without tomli.
    """
    project = _toml(content).get("project", {})
    requires = project.get("requires-python")
    found = _Found(None if requires is None else requires.lstrip("=").strip())
    for dependency in project.get("dependencies", []):
        found.add_requirement(dependency.strip())
    return found.result()


def conda_environment_yml_parser(content: str) -> dict[str, Any]:
    """The dependencies of a simple environment.yml, `- name=version` a line. Raises
    ParserValueError for anything else among them.
    """
    found = _Found()
    among_them = False
    for line in _lines(content):
        if line.lower().startswith("dependencies:"):
            among_them = True
        elif not line.startswith("-"):
            among_them = False
        elif among_them:
            _add_conda(found, line.lstrip("-").strip())
    return found.result()


def _add_conda(found: _Found, line: str) -> None:
    if line.endswith(":"):
        raise ParserValueError(f"environment.yml has a section that can't be taken over: '{line}'")
    match = _CONDA.match(line)
    if match is None:
        raise ParserValueError(f"This line names no conda package: '{line}'")
    name, version = match.group(1), (match.group(2) or "").strip()
    found.add(name, name, version.lstrip("=").strip(), line)


def _lines(content: str) -> Iterator[str]:
    """Without comments and empty ones."""
    for line in content.splitlines():
        text = _COMMENT.sub("", line.strip()).strip()
        if text and not text.startswith("#"):
            yield text


def _toml(content: str) -> dict[str, Any]:
    from importlib import import_module

    for library in ("tomllib", "tomli"):
        try:
            toml = import_module(library)
        except ImportError:
            continue
        parsed: dict[str, Any] = toml.loads(content)
        return parsed
    raise RuntimeError("Python before 3.11 reads TOML with the package tomli: install it.")
