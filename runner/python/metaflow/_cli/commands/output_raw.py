"""``output-raw``: the flow's graph as data, for programs and curious people."""

from __future__ import annotations

import json

from metaflow._cli.command import Command, Option
from metaflow._cli.commands.show import ordered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation

#: What Metaflow calls a foreach here and a linear step at the graph's ends.
_TYPES = {"split-foreach": "foreach", "split-static": "split", "split-parallel": "foreach"}


def _run(invocation: Invocation) -> int:
    if invocation.values["json"]:
        from metaflow._graph_info import graph_info_of

        info = graph_info_of(invocation.flow_class, invocation.file)
        found = {"graph": info["steps"], "graph_structure": info["graph_structure"]}
        invocation.echo_always("The graph of the flow as JSON:", fg="magenta")
        invocation.print(json.dumps(found, indent=4))
        return 0
    invocation.echo_always("The graph of the flow, step by step:", fg="magenta")
    invocation.print(_text(invocation.graph))
    return 0


def _text(graph: Any) -> str:
    splits = _splits_above(graph)
    return "\n".join(_step_text(graph, node, splits) for node in ordered(graph))


def _step_text(graph: Any, node: Any, splits: dict[str, list[str]]) -> str:
    sources = sorted(one.name for one in graph.nodes.values() if node.name in one.next)
    above = splits.get(node.name, [])
    branches = [one for one in above if graph.nodes[one].type == "split-foreach"]
    fields = {
        "in_funcs": _list(sources),
        "out_funcs": _list(node.next),
        "split_parents": _list(above),
        "matching_join": _list([node.matching_join] if node.matching_join else []) or None,
        "is_inside_foreach": bool(branches) and node.type != "join",
        "decorators": " | ".join(_decorator_text(one) for one in node.decorators),
        "num_args": 2 if node.takes_inputs else 1,
        "foreach_param": node.foreach,
        "condition": node.condition,
        "parallel_foreach": node.type == "split-parallel",
    }
    kind = _TYPES.get(node.type, node.type)
    lines = [f"[{node.name} {kind} ({node.source_file} line {node.line})]"]
    lines += [f"    {name}={value}" for name, value in fields.items()]
    return "\n".join([*lines, f"    -> {_list(node.next)}"])


def _list(names: list[str]) -> str:
    return ", ".join(f"[{name}]" for name in names)


def _decorator_text(decorator: Any) -> str:
    attributes = "".join(f" {name}={value}" for name, value in decorator.attributes.items())
    return f"{decorator.name}<static{attributes}>"


def _splits_above(graph: Any) -> dict[str, list[str]]:
    """The splits that each step is within, outermost first; a join still counts to its own."""
    above: dict[str, list[str]] = {graph.start_step: []}
    waiting = [graph.start_step]
    while waiting:
        name = waiting.pop()
        node = graph.nodes.get(name)
        if node is None:
            continue
        inside = above[name][:-1] if node.type == "join" else above[name]
        splits = node.type in ("split-static", "split-foreach", "split-parallel")
        for target in node.next:
            if target not in above:
                above[target] = [*inside, name] if splits else list(inside)
                waiting.append(target)
    return above


COMMAND = Command(
    "output-raw",
    "Print everything that is known about the graph.",
    options=[Option("--json", is_flag=True, help="Print it as JSON.")],
    run=_run,
)
