"""What a flow is, as the runner reads it: the FlowDescription of runner/flow/description.ts, as
plain JSON data.
"""

from __future__ import annotations

import os

from ._clashes import check_clashes
from ._classes import parameters_of
from ._graph import graph_of
from .exception import MetaflowException
from .parameters import JSONTypeClass
from .user_configs import ensure_ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._graph import StepNode
    from .decorators import Decorator
    from .flowspec import FlowSpec
    from .parameters import Parameter

_TYPES = {str: "str", int: "int", float: "float", bool: "bool"}
# The largest integer that survives JSON in JavaScript.
_SAFE = 2**53 - 1


def describe(flow_class: type[FlowSpec], file: str) -> dict[str, Any]:
    """`file` is the flow's file. Graph rules are the runner's; decorators check their own step
    here.
    """
    ensure_ready(flow_class)
    graph = graph_of(flow_class)
    _check_names(flow_class)
    for node in graph.nodes.values():
        for decorator in node.decorators:
            decorator.check_step(node)
    check_clashes(flow_class, graph)
    return {
        "version": 1,
        "name": graph.name,
        "file": os.path.abspath(file),
        "doc": graph.doc,
        "startStep": graph.start_step,
        "endStep": graph.end_step,
        "parameters": [_parameter(each) for each in parameters_of(flow_class).values()],
        "decorators": [_decorator(each) for each in flow_class._flow_decorators],
        "steps": [_step(node) for node in graph.nodes.values()],
    }


def _check_names(flow_class: type) -> None:
    """Metaflow's command line does not tell upper from lower case."""
    seen: dict[str, str] = {}
    for attribute, parameter in parameters_of(flow_class).items():
        other = seen.setdefault(parameter.name.lower(), attribute)
        if other != attribute:
            raise MetaflowException(
                f"Two parameters of {flow_class.__name__} are called {parameter.name!r}: "
                f"rename {other!r} or {attribute!r}"
            )


def _parameter(parameter: Parameter) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "attribute": parameter.attribute,
        "kind": parameter.kind,
        "type": _type(parameter),
        "required": parameter.required and parameter.default is None,
    }
    if parameter.default is not None and _shows_default(parameter):
        described["default"] = to_json(parameter.default)
    if parameter.help is not None:
        described["help"] = str(parameter.help)
    return described


def _shows_default(parameter: Parameter) -> bool:
    """Of a Config it is a path, where it has one."""
    return not parameter.IS_CONFIG_PARAMETER or bool(getattr(parameter, "file_default", None))


def _type(parameter: Parameter) -> str:
    if parameter.kind != "parameter":
        return "FilePath"
    if parameter.separator:
        return "str"
    if isinstance(parameter.type, JSONTypeClass):
        return "JSONType"
    return _TYPES.get(parameter.type, "unknown")


def _decorator(decorator: Decorator) -> dict[str, Any]:
    attributes = {name: to_json(value) for name, value in decorator.attributes.items()}
    return {"name": decorator.name, "attributes": attributes}


def _step(node: StepNode) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": node.name,
        "type": node.type,
        "line": node.line,
        "sourceFile": node.source_file,
        "doc": node.doc,
        "decorators": [_decorator(each) for each in node.decorators],
        "next": node.next,
        "takesInputs": node.takes_inputs,
    }
    if node.foreach is not None:
        described["foreachArtifact"] = node.foreach
    if isinstance(node.num_parallel, int):
        described["numParallel"] = node.num_parallel
    if node.condition is not None:
        described["condition"] = node.condition
        described["switchCases"] = {str(case): step for case, step in node.cases.items()}
    return described


def to_json(value: Any) -> Any:
    """The value if JSON keeps it as it is, else `{"$expression": …}` with a short name."""
    try:
        return _json(value)
    except ValueError:
        name = getattr(value, "__name__", None) or repr(value)
        return {"$expression": name[:200]}


def _json(value: Any) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int) and abs(value) <= _SAFE:
        return value
    if isinstance(value, float) and abs(value) < float("inf"):
        return value
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _json(item) for key, item in value.items()}
    raise ValueError(value)
