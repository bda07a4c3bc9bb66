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
    """The steps that the first one leads to, each after all that lead to it."""
    nodes = graph.nodes
    finished: dict[str, None] = {}
    entered: set[str] = set()
    waiting = [(graph.start_step, False)]
    while waiting:
        name, leaves = waiting.pop()
        if leaves:
            finished[name] = None
        elif name in nodes and name not in entered:
            entered.add(name)
            waiting.append((name, True))
            # The last branch is gone through first: its steps stand last.
            waiting += [(target, False) for target in nodes[name].next]
    return [nodes[name] for name in reversed(finished)]


COMMAND = Command("show", "Print the steps and what follows each.", run=_run)
