"""``show``: the steps of the flow in order, with what they say of themselves."""

from __future__ import annotations

from metaflow._cli.command import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from metaflow._cli.invocation import Invocation


def _run(invocation: Invocation) -> int:
    graph = invocation.graph
    invocation.echo_always(f"\n{graph.doc}", no_bold=True)
    for node in ordered(graph):
        invocation.echo_always("")
        for decorator in node.decorators:
            invocation.echo_always(f"@{decorator.name}", err=False, no_bold=True)
        for wrapper in getattr(node, "wrappers", ()):
            invocation.echo_always(f"@{wrapper.decorator_name}", err=False, no_bold=True)
        invocation.echo_always(f"Step *{node.name}*", err=False)
        invocation.echo_always(node.doc or "?", indent=True, err=False, no_bold=True)
        if node.next:
            targets = ", ".join(f"*{name}*" for name in node.next)
            invocation.echo_always(
                f"*=>* {targets}",
                indent=True,
                highlight="magenta",
                highlight_bold=False,
                err=False,
            )
    invocation.echo_always("")
    return 0


def ordered(graph: Any) -> list[Any]:
    """Steps in the order in which they can run first; what nothing leads to comes last."""
    nodes = graph.nodes
    order: dict[str, None] = {}
    waiting = [graph.start_step] if graph.start_step in nodes else []
    while waiting:
        name = waiting.pop(0)
        if name in order or name not in nodes:
            continue
        sources = [one.name for one in nodes.values() if name in one.next]
        node = nodes[name]
        if node.type == "join" and any(one not in order for one in sources) and waiting:
            waiting.append(name)
            continue
        order[name] = None
        waiting = [*node.next, *waiting]
    return [nodes[name] for name in [*order, *(one for one in nodes if one not in order)]]


COMMAND = Command("show", "Show structure of the flow.", run=_run)
