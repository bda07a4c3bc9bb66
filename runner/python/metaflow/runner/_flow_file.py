"""The class in a flow's file, for what it accepts: imported here, never run here."""

from __future__ import annotations

import os
import sys

from ..exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def flow_class_of(file: str) -> type:
    """Raises FileNotFoundError, MetaflowException when there is not exactly one flow, and what
    importing the file raises.
    """
    if not os.path.exists(file):
        raise FileNotFoundError(f"There is no flow at '{file}'")
    from ..flowspec import FlowSpec

    module = _imported(file)
    found = {
        value
        for value in map(_class_of, vars(module).values())
        if isinstance(value, type)
        and issubclass(value, FlowSpec)
        and value is not FlowSpec
        and value.__module__ == module.__name__
    }
    if not found:
        raise MetaflowException(f"{file} has no flow: no class in it is a FlowSpec")
    if len(found) > 1:
        raise MetaflowException(f"{file} has more than one flow; only one per file can be run")
    return found.pop()


def _class_of(value: Any) -> Any:
    """A flow under a mutator is its `_flow_cls`."""
    return value if isinstance(value, type) else getattr(value, "_flow_cls", None)


def _imported(file: str) -> ModuleType:
    from importlib.util import module_from_spec, spec_from_file_location

    name = os.path.splitext(os.path.basename(file))[0]
    folder = os.path.dirname(os.path.abspath(file))
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise MetaflowException(f"{file} is no Python file")
    module = module_from_spec(spec)
    shadowed = sys.modules.get(name)
    before = list(sys.path)
    # Dataclasses and the like look their module up while it is imported.
    sys.modules[name] = module
    sys.path.insert(0, folder)
    try:
        spec.loader.exec_module(module)
    finally:
        if len(sys.path) > len(before) and folder in sys.path:
            sys.path.remove(folder)
        if shadowed is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = shadowed
    return module
