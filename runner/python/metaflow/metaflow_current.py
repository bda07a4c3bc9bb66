"""`current`: what runs at the moment. Outside a task everything is None."""

from __future__ import annotations

import os
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .client import Run, Task

Parallel = namedtuple("Parallel", ["main_ip", "num_nodes", "node_index", "control_task_id"])
"""The place of a task in a gang: `current.parallel`."""

# Attributes that last from task to task: of a project, …
_of_run: dict[str, Any] = {}


class Current:
    """Attributes are those of the running task; `_set` fills them in."""

    # The types are those in a task, for whose code they are.
    flow_name: str = None  # type: ignore[assignment]
    run_id: str = None  # type: ignore[assignment]
    step_name: str = None  # type: ignore[assignment]
    task_id: str = None  # type: ignore[assignment]
    retry_count: int = None  # type: ignore[assignment]
    """0 in the first attempt."""
    origin_run_id: str | None = None
    """The run that this one resumes; None for an ordinary run."""
    namespace: str = None  # type: ignore[assignment]
    username: str | None = None
    tags: set[str] = None  # type: ignore[assignment]
    is_running_flow: bool = False
    parameter_names: list[str]
    """The attributes that are parameters; in a task only."""
    graph_info: dict[str, Any]
    """The graph of the flow; in a task only, like `graph`, its other name."""

    def _set(self, **values: Any) -> None:
        """What a task is; what was said before it, for the whole run, stays."""
        self.__dict__.clear()
        self.__dict__.update(_of_run)
        self.__dict__.update(values)

    def _update_env(self, values: dict[str, Any]) -> None:
        """Further attributes, from decorators: of this task, or before one of the whole run."""
        if not self.is_running_flow:
            _of_run.update(values)
        self.__dict__.update(values)

    @property
    def pathspec(self) -> str:
        """`HelloFlow/1795447041582695/start/1`"""
        if not self.is_running_flow:
            return None  # type: ignore[return-value]
        return f"{self.flow_name}/{self.run_id}/{self.step_name}/{self.task_id}"

    @property
    def task(self) -> Task:
        """The running task as the client shows it; None outside a task."""
        from .client import Task

        pathspec = self.pathspec
        if pathspec is None:
            return None
        return Task(pathspec, _namespace_check=False)

    @property
    def run(self) -> Run:
        """The running run as the client shows it; None outside a task."""
        from .client import Run

        if not self.is_running_flow:
            return None  # type: ignore[return-value]
        return Run(f"{self.flow_name}/{self.run_id}", _namespace_check=False)

    @property
    def tempdir(self) -> str | None:
        """The configured folder for temporary files."""
        return os.environ.get("METAFLOW_TEMPDIR", ".")

    def get(self, key: str, default: Any = None) -> Any:
        return getattr(self, key, default)

    def __contains__(self, key: str) -> bool:
        return getattr(self, key, None) is not None

    def __getattr__(self, name: str) -> Any:
        if name in ("graph", "graph_info") and self.is_running_flow:
            return self._flow._graph_info
        if name == "graph":
            raise RuntimeError("current.graph exists in a task only")
        raise AttributeError(f"current has no {name!r} here")


current = Current()
