"""Artifacts that someone puts in place of stored ones, to run a step again with other inputs."""

from __future__ import annotations

from .exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def replaced_of(file: str | None) -> dict[str, Any]:
    """`ARTIFACTS` of a Python file: values by name; for a join, such dicts by `run/step/task`."""
    if file is None:
        return {}
    import runpy

    try:
        names = runpy.run_path(file)
    except OSError as error:
        raise MetaflowException(f"The artifacts module can't be read: {error}") from error
    if not isinstance(names.get("ARTIFACTS"), dict):
        raise MetaflowException(f"The module {file} sets no dict ARTIFACTS")
    return dict(names["ARTIFACTS"])
