"""`_graph_info`: the artifact from which Metaflow's client and cards know the graph of a run."""

from __future__ import annotations

import os

from ._classes import constants_of, parameters_of
from ._graph import graph_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ._graph import FlowGraph, StepNode
    from .decorators import Decorator
    from .flowspec import FlowSpec


def graph_info_of(flow_class: type[FlowSpec], file: str) -> dict[str, Any]:
    """`file` is the flow's file; its name is stored. The keys' order is Metaflow's."""
    graph = graph_of(flow_class)
    parameters = parameters_of(flow_class)
    constants = constants_of(flow_class)
    order: list[Any] = []
    reached: dict[str, None] = {}
    if graph.start_step in graph.nodes and graph.start_step != graph.end_step:
        order = _block(graph, graph.start_step, graph.end_step, reached, frozenset())
    order.append(graph.end_step)
    reached[graph.end_step] = None
    return {
        "file": os.path.basename(file),
        "start_step": graph.start_step,
        "end_step": graph.end_step,
        "parameters": [
            {"name": name, "type": type(parameters[name]).__name__} for name in sorted(parameters)
        ],
        "constants": [
            {"name": name, "type": type(constants[name]).__name__} for name in sorted(constants)
        ],
        "steps": {name: _step(graph.nodes[name]) for name in reached if name in graph.nodes},
        "graph_structure": order,
        "doc": graph.doc,
        "decorators": [
            *_decorators(flow_class._flow_decorators),
            *(_decorator(each, type(each).__name__, {}) for each in flow_class._flow_mutators),
        ],
        "extensions": {"installed": {}},
    }


def _step(node: StepNode) -> dict[str, Any]:
    info: dict[str, Any] = {
        "name": node.name,
        "type": node.type,
        "line": node.line,
        "source_file": node.source_file,
        "doc": node.doc,
        "decorators": [
            *_decorators(node.decorators),
            *_own_decorators(node.wrappers),
            *_own_decorators(node.config_decorators),
        ],
        "next": node.next,
        "node_info": {},
    }
    if node.type == "split-foreach":
        info["foreach_artifact"] = node.foreach
    elif node.type == "split-parallel":
        info["num_parallel"] = node.num_parallel
    elif node.type == "split-switch":
        info["condition"] = node.condition
        info["switch_cases"] = node.cases
    if node.matching_join:
        info["matching_join"] = node.matching_join
    return info


def _decorators(decorators: Iterable[Decorator]) -> list[dict[str, Any]]:
    return [
        _decorator(each, each.name, plain(each.stored_attributes))
        for each in decorators
        if not each.name.startswith("_")
    ]


def _own_decorators(decorators: Iterable[Any]) -> list[dict[str, Any]]:
    """Those of the user's own."""
    return [
        _decorator(each, each.decorator_name, plain({"_args": list(each._args), **each._kwargs}))
        for each in decorators
    ]


def _decorator(each: Any, name: str, attributes: Any) -> dict[str, Any]:
    return {
        "name": name,
        "attributes": attributes,
        "statically_defined": each.statically_defined,
        "inserted_by": each.inserted_by,
    }


def _block(
    graph: FlowGraph, first: str, stop: str | None, reached: dict[str, None], above: frozenset[str]
) -> list[Any]:
    """The steps from `first` up to `stop`, a split followed by its branches as lists. `above`
    guards against cycles.
    """
    order: list[Any] = []
    name: str | None = first
    while name is not None and name != stop and name in graph.nodes and name not in above:
        above |= {name}
        node = graph.nodes[name]
        reached[name] = None
        order.append(name)
        if node.type in ("split-static", "split-foreach"):
            order.append([_block(graph, n, node.matching_join, reached, above) for n in node.next])
            name = node.matching_join
        elif node.type == "split-switch":
            ways = [n for n in node.next if n != name]
            order.append([_block(graph, n, stop, reached, above) for n in ways])
            name = stop
        else:
            name = node.next[0] if node.next else None
    return order


def plain(value: Any) -> Any:
    """As Metaflow stores attributes: numbers, texts, lists and dicts; anything else as its name."""
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, set, tuple)):
        return [plain(item) for item in value]
    return getattr(value, "__qualname__", str(value)) if callable(value) else str(value)
