"""``output-dot``: the flow's graph for Graphviz."""

from __future__ import annotations

from metaflow._cli.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation

_NAMES = {"split-foreach": "foreach", "split-static": "split", "split-parallel": "foreach"}


def _run(invocation: Invocation) -> int:
    invocation.echo_always("The graph in the language of Graphviz", fg="magenta")
    invocation.echo_always(
        "For a picture, pipe it on: … output-dot | dot -Tpng -o graph.png",
        indent=True,
    )
    graph = invocation.graph
    nodes = sorted(graph.nodes.values(), key=lambda node: str(node.name))
    lines = [_node(node) for node in nodes]
    lines += [edge for node in nodes for edge in _edges(node)]
    invocation.print("\n".join([f"digraph {graph.name} {{", *lines, "}"]))
    return 0


def _node(node: Any) -> str:
    if node.type == "split-switch":
        small = f'<font point-size="9">switch: {node.condition}</font>'
        label = f"<<b>{node.name}</b><br/>{small}>"
        look = 'shape = "hexagon"   style = "filled" fillcolor = "lightgreen"'
        return f'"{node.name}" [ label = {label}   fontname = "Helvetica"   {look} ];'
    kind = "join" if node.takes_inputs else _NAMES.get(node.type, node.type)
    label = f'<<b>{node.name}</b> | <font point-size="10">{kind}</font>>'
    return f'"{node.name}"[ label = {label}   fontname = "Helvetica"   shape = "record" ];'


def _edges(node: Any) -> list[str]:
    if node.type == "split-switch":
        return [
            f'{node.name} -> {target} [label="{case}" color="blue" fontcolor="blue"];'
            for case, target in node.cases.items()
        ]
    return [f"{node.name} -> {target};" for target in node.next]


COMMAND = Command("output-dot", "Draw the flow: its graph in the language of Graphviz.", run=_run)
