"""The graph of a flow, read from the source of its steps: ast in, nodes out. No rules here; a
broken graph is a graph.
"""

from __future__ import annotations

import ast
import linecache
import os

from ._classes import steps_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .decorators import StepDecorator
    from .user_decorators.user_step_decorator import StepMutator, UserStepDecorator


class StepNode:
    """A step as its source tells. `type` is Metaflow's name of it (`split-foreach`, …)."""

    def __init__(
        self,
        name: str,
        step: Callable[..., Any],
        function: Callable[..., Any],
        source: ast.FunctionDef | None,
    ) -> None:
        """`step` is what the class has; `function`, which it may wrap, has the source."""
        self.name = name
        self._step: Any = step
        self._file = function.__code__.co_filename
        self.source_file = os.path.abspath(self._file)
        # Of the def, as Metaflow stores it too; the code object knows its first decorator's line.
        self.line = source.lineno if source else function.__code__.co_firstlineno
        self.doc = dedented(function.__doc__)
        self.takes_inputs = function.__code__.co_argcount > 1
        self.is_start = bool(getattr(step, "is_start_step", False))
        self.is_end = bool(getattr(step, "is_end_step", False))
        self.next: list[str] = []
        self.foreach: str | None = None
        self.num_parallel: Any = None
        self.condition: str | None = None
        self.cases: dict[Any, str] = {}
        self.type = "linear"
        self.matching_join: str | None = None
        self.split: str | None = None
        self.in_funcs: list[str] = []
        # The splits around the step, outermost first.
        self.split_parents: list[str] = []
        self._source = source
        if source:
            self._read_next(source.body[-1])

    @property
    def decorators(self) -> list[StepDecorator]:
        """The step's own list: what is attached later (`--with`, mutators) is in it."""
        attached: list[StepDecorator] = self._step.decorators
        return attached

    @property
    def wrappers(self) -> list[UserStepDecorator]:
        """Decorators of one's own, the innermost first."""
        attached: list[UserStepDecorator] = self._step.wrappers
        return attached

    @property
    def config_decorators(self) -> list[StepMutator]:
        attached: list[StepMutator] = self._step.config_decorators
        return attached

    @property
    def is_recursive(self) -> bool:
        """The step may return to itself through its condition."""
        return self.type == "split-switch" and self.name in self.next

    def line_assigning(self, attribute: str) -> int | None:
        """The last line that assigns `self.<attribute>`."""
        lines = [
            target.lineno
            for target in (ast.walk(self._source) if self._source else ())
            if isinstance(target, ast.Attribute)
            and isinstance(target.ctx, ast.Store)
            and _attribute_of_self(target) == attribute
        ]
        return max(lines, default=None)

    def certain_statements(self) -> Iterator[ast.stmt]:
        """Those that happen whenever the step runs to its end: no condition, loop or try around."""
        todo = list(reversed(self._source.body)) if self._source else []
        while todo:
            statement = todo.pop()
            yield statement
            if isinstance(statement, ast.With):
                todo.extend(reversed(statement.body))

    def text_of_line(self, line: int) -> str:
        return linecache.getline(self._file, line).strip()

    def _read_next(self, last: ast.stmt) -> None:
        """Only a `self.next(…)` that ends the step counts, as in Metaflow."""
        call = last.value if isinstance(last, ast.Expr) else None
        if not isinstance(call, ast.Call) or _attribute_of_self(call.func) != "next":
            return
        keywords = {word.arg: _literal(word.value) for word in call.keywords}
        if len(call.args) == 1 and isinstance(call.args[0], ast.Dict):
            self._read_switch(call.args[0], keywords.get("condition"))
            return
        self.next = [arg.attr for arg in call.args if isinstance(arg, ast.Attribute)]
        if "foreach" in keywords:
            self.type = "split-foreach"
            self.foreach = keywords["foreach"] if isinstance(keywords["foreach"], str) else None
        elif "num_parallel" in keywords:
            self.type = "split-parallel"
            self.num_parallel = keywords["num_parallel"]
        elif len(self.next) > 1:
            self.type = "split-static"
        elif self.takes_inputs:
            self.type = "join"

    def _read_switch(self, cases: ast.Dict, condition: Any) -> None:
        read = {
            _case_key(key): _attribute_of_self(value)
            for key, value in zip(cases.keys, cases.values)
        }
        if not isinstance(condition, str) or None in read or None in read.values():
            return
        self.type = "split-switch"
        self.condition = condition
        self.cases = {key: step for key, step in read.items() if step is not None}
        # A step may be the target of several cases: it is one edge.
        self.next = list(self.cases.values())


class FlowGraph:
    """`nodes` by name, in order of definition, base classes first."""

    def __init__(self, flow_class: type) -> None:
        self.name = flow_class.__name__
        self.doc = dedented(flow_class.__doc__)
        self.nodes = {node.name: node for node in _nodes_of(flow_class)}
        self.start_step = self._end_of_graph("is_start", "start")
        self.end_step = self._end_of_graph("is_end", "end")
        start, end = self.nodes.get(self.start_step), self.nodes.get(self.end_step)
        if start and start.type == "linear":
            start.type = "start"
        if end:
            end.type = "end"
        for node in self.nodes.values():
            if node.takes_inputs and node.type == "linear":
                node.type = "join"
        if start:
            self._match_joins(start)
        for node in self.nodes.values():
            for name in node.next:
                if name in self.nodes and node.name not in self.nodes[name].in_funcs:
                    self.nodes[name].in_funcs.append(node.name)

    def __iter__(self) -> Iterator[StepNode]:
        return iter(self.nodes.values())

    def __contains__(self, name: object) -> bool:
        return name in self.nodes

    def __getitem__(self, name: str) -> StepNode:
        return self.nodes[name]

    def _end_of_graph(self, mark: str, usual: str) -> str:
        """The marked step, else the one with the usual name; a flow of one step starts and ends
        there.
        """
        if len(self.nodes) == 1:
            return next(iter(self.nodes))
        marked = [name for name, node in self.nodes.items() if getattr(node, mark)]
        return marked[0] if marked else usual

    def _match_joins(self, start: StepNode) -> None:
        """Walks each way once a set of open splits: a join closes the innermost."""
        seen = set()
        todo: list[tuple[StepNode, tuple[str, ...]]] = [(start, ())]
        while todo:
            node, splits = todo.pop()
            if (node.name, splits) in seen:
                continue
            seen.add((node.name, splits))
            node.split_parents = list(splits)
            if node.takes_inputs and splits:
                node.split = splits[-1]
                self.nodes[splits[-1]].matching_join = node.name
                splits = splits[:-1]
            if node.type in ("split-static", "split-foreach", "split-parallel"):
                splits = (*splits, node.name)
            todo.extend((self.nodes[name], splits) for name in node.next if name in self.nodes)


def graph_of(flow_class: type) -> FlowGraph:
    """Read once a class: a host reads it before it forks."""
    graph = flow_class.__dict__.get("_read_graph")
    if not isinstance(graph, FlowGraph):
        graph = FlowGraph(flow_class)
        flow_class._read_graph = graph  # type: ignore[attr-defined]
    return graph


def _nodes_of(flow_class: type) -> Iterator[StepNode]:
    sources: dict[str, dict[tuple[str, int], ast.FunctionDef]] = {}
    for name, step in steps_of(flow_class).items():
        function = step
        # A wrapper of one's own under @step: what it wraps has the source.
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        file = function.__code__.co_filename
        if file not in sources:
            sources[file] = _functions_of(file)
        place = (function.__name__, function.__code__.co_firstlineno)
        yield StepNode(name, step, function, sources[file].get(place))


def _functions_of(file: str) -> dict[tuple[str, int], ast.FunctionDef]:
    """By name and first line (a decorator's, if any): what a code object knows of its origin."""
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:
        return {}
    return {
        (node.name, min([node.lineno, *(each.lineno for each in node.decorator_list)])): node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


def _attribute_of_self(node: ast.expr | None) -> str | None:
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ):
        return node.attr
    return None


def _case_key(key: ast.expr | None) -> Any:
    """A literal, or `config:cfg.key` for `self.cfg.key`; None for what only running can tell."""
    if isinstance(key, ast.Constant):
        return key.value
    if isinstance(key, ast.Attribute):
        config = _attribute_of_self(key.value)
        return f"config:{config}.{key.attr}" if config else None
    return None


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def dedented(doc: str | None) -> str:
    """A docstring without the indentation of its source: that of the first line that has one of the
    first two.
    """
    if not doc:
        return ""
    lines = doc.splitlines()
    filled = [line for line in lines if line][:2]
    indents = [line[: len(line) - len(line.lstrip())] for line in filled]
    indent = next((each for each in indents if each), "")
    if not indent:
        return doc
    cut = [line[len(indent) :] if line.startswith(indent) else line for line in lines]
    return "\n".join(cut).strip()
