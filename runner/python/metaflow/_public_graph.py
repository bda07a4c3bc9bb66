"""`flow._graph`: the graph in the words of Metaflow's own nodes, for code that walks it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ._graph import FlowGraph, StepNode

_TYPES = {"split-static": "split", "split-foreach": "foreach", "split-parallel": "foreach"}


class PublicNode:
    """A step; what is not here is asked of the node that it stands for."""

    def __init__(self, node: StepNode, graph: FlowGraph) -> None:
        self._node = node
        self._graph = graph

    @property
    def type(self) -> str:
        return _TYPES.get(self._node.type, self._node.type)

    @property
    def out_funcs(self) -> list[str]:
        return self._node.next

    @property
    def in_funcs(self) -> list[str]:
        return sorted(self._node.in_funcs)

    @property
    def func_lineno(self) -> int:
        return self._node.line

    @property
    def num_args(self) -> int:
        return 2 if self._node.takes_inputs else 1

    @property
    def parallel_step(self) -> bool:
        return any(getattr(each, "IS_PARALLEL", False) for each in self._node.decorators)

    @property
    def parallel_foreach(self) -> bool:
        return self._node.type == "split-parallel"

    @property
    def foreach_param(self) -> str | None:
        return self._node.foreach

    @property
    def switch_cases(self) -> dict[Any, str]:
        return self._node.cases

    @property
    def is_inside_foreach(self) -> bool:
        nodes = self._graph.nodes
        return any(
            _TYPES.get(nodes[name].type) == "foreach" and nodes[name].matching_join != self.name
            for name in self._node.split_parents
        )

    @property
    def name(self) -> str:
        return self._node.name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._node, name)


class PublicGraph:
    def __init__(self, graph: FlowGraph) -> None:
        self.name = graph.name
        self.doc = graph.doc
        self.start_step = graph.start_step
        self.end_step = graph.end_step
        nodes = sorted(graph.nodes.items())
        self.nodes = {name: PublicNode(node, graph) for name, node in nodes}

    @property
    def sorted_nodes(self) -> list[str]:
        """Steps after those that lead to them, as far as loops allow it."""
        order: dict[str, None] = {}
        self._walk(self.start_step, (), order)
        return list(order)

    def _walk(self, name: str, above: tuple[str, ...], order: dict[str, None]) -> None:
        if name not in self.nodes or name in above:
            return
        order.pop(name, None)
        order[name] = None
        for each in self.nodes[name].out_funcs:
            self._walk(each, (*above, name), order)

    def __getitem__(self, name: str) -> PublicNode:
        return self.nodes[name]

    def __contains__(self, name: object) -> bool:
        return name in self.nodes

    def __iter__(self) -> Iterator[PublicNode]:
        return iter(self.nodes.values())
