"""Small things that runners share."""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


def get_current_cell(ipython: Any) -> str | None:
    """The text of the notebook cell that runs."""
    if not ipython:
        return None
    return str(ipython.history_manager.input_hist_raw[-1])


def format_flowfile(cell: str) -> str:
    """A cell up to the end of its flow, as a file that runs it. Raises ModuleNotFoundError when it
    has no class derived from FlowSpec.
    """
    import ast

    flows = [
        node
        for node in ast.parse(cell).body
        if isinstance(node, ast.ClassDef) and any(map(_is_flow_spec, node.bases))
    ]
    if not flows:
        raise ModuleNotFoundError("The cell has no flow: none of its classes is a FlowSpec")
    lines = cell.splitlines()[: flows[0].end_lineno]
    return "\n".join([*lines, "if __name__ == '__main__':", f"    {flows[0].name}()"])


def _is_flow_spec(base: Any) -> bool:
    """`FlowSpec` or `metaflow.FlowSpec`."""
    return "FlowSpec" in (getattr(base, "id", None), getattr(base, "attr", None))


@contextlib.contextmanager
def with_dir(new_dir: str) -> Iterator[str]:
    """Works in another folder for a while."""
    before = os.getcwd()
    os.chdir(new_dir)
    try:
        yield new_dir
    finally:
        os.chdir(before)
