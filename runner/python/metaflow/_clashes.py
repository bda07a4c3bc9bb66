"""Artifacts that a step would store under a name which the class has taken: a parameter, or a value
that steps only read. Found before a run, where the step is sure to come to it.
"""

from __future__ import annotations

import ast

from ._classes import constants_of, parameters_of
from .exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._graph import FlowGraph, StepNode
    from .flowspec import FlowSpec


class ArtifactClash(MetaflowException):
    headline = "Artifact clash"


def check_clashes(flow_class: type[FlowSpec], graph: FlowGraph) -> None:
    """Raises ArtifactClash for the first one. What stands under a condition or in a `try` may never
    happen, and @catch or a decorator of one's own may expect the failure: left to the run.
    """
    parameters = parameters_of(flow_class)
    taken = {*parameters, *constants_of(flow_class)}
    if not taken:
        return
    for node in graph.nodes.values():
        if node.wrappers or any(each.name == "catch" for each in node.decorators):
            continue
        for name, line in _assigned(node):
            if name not in taken:
                continue
            what = "a parameter" if name in parameters else "a value of the class"
            raise ArtifactClash(
                f"Step {node.name!r} assigns {name!r}, which is {what} and can't change in a run: "
                "choose another name for the artifact",
                line,
                node.source_file,
            )


def _assigned(node: StepNode) -> Iterator[tuple[str, int]]:
    """Attributes of `self` that the step assigns whenever it runs to its end, with their lines."""
    for statement in node.certain_statements():
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)) and statement.value:
            targets = [statement.target]
        else:
            continue
        for target in targets:
            for each in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
                owner = each.value if isinstance(each, ast.Attribute) else None
                if isinstance(owner, ast.Name) and owner.id == "self":
                    yield each.attr, each.lineno  # type: ignore[attr-defined]
