"""The cards that are always there: `default`, `blank`, and the one that shows an error."""

from __future__ import annotations

import json

from ._page import page_html, part_html
from ._parts import LogComponent, PageComponent, SectionComponent
from ._task_info import TaskInfoComponent
from .card import MetaflowCard
from .convert_to_native_type import MAX_ARTIFACT_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TYPES = {
    "split-parallel": "foreach",
    "split-foreach": "foreach",
    "split-switch": "switch",
    "split-static": "split",
}


def transform_flow_graph(graph: dict[str, Any]) -> dict[str, Any]:
    """The graph as cards keep it: `steps` by name, `start_step`, `end_step`. `graph`: the steps by
    name, alone or as `steps` beside the other two.
    """
    steps = graph
    ends = {end: end.split("_")[0] for end in ("start_step", "end_step")}
    if "steps" in graph and "start_step" in graph:
        steps = graph["steps"]
        ends = {end: graph[end] for end in ends}
    return {
        "steps": {name: _transformed(step) for name, step in steps.items()},
        **{end: name if name in steps else None for end, name in ends.items()},
    }


def _transformed(step: dict[str, Any]) -> dict[str, Any]:
    kind = step["type"]
    node = {
        "type": _TYPES.get(kind, kind),
        "box_next": kind not in ("linear", "join"),
        "box_ends": step.get("matching_join"),
        "next": step["next"],
        "doc": step.get("doc", ""),
    }
    if kind == "split-switch":
        node.update({key: step[key] for key in ("condition", "switch_cases") if key in step})
    return node


class _LiveCard(MetaflowCard):
    """Takes components, and shows their changes while the step runs."""

    ALLOW_USER_COMPONENTS = True
    RUNTIME_UPDATABLE = True
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_ONCHANGE

    def _page(self, task: Any, runtime: bool) -> str:
        raise NotImplementedError()

    def render_runtime(self, task: Any, data: Any) -> str:
        return self._page(task, True)

    def refresh(self, task: Any, data: Any) -> Any:
        """The components with their HTML, which the page puts in place."""
        return {
            name: {**part, "html": part_html({**part, "id": None})}
            if isinstance(part, dict)
            else part
            for name, part in data["components"].items()
        }

    def reload_content_token(self, task: Any, data: Any) -> str:
        return "final" if task.finished else f"runtime-{data['component_update_ts']}"


class DefaultCard(_LiveCard):
    """Facts, code, parameters, artifacts and graph of a task, below what the step appends."""

    type = "default"

    def __init__(
        self,
        options: Any = None,
        components: Any = (),
        graph: Any = None,
        graph_info: Any = None,
        flow: Any = None,
        **kwargs: Any,
    ) -> None:
        options = options or {}
        source = graph if graph_info is None else graph_info
        self._only_repr = options.get("only_repr", True)
        self._max_artifact_size = options.get("max_artifact_size", MAX_ARTIFACT_SIZE)
        self._graph = None if source is None else transform_flow_graph(source)
        self._flow = flow
        self._components = components

    def render(self, task: Any, runtime: bool = False) -> str:
        return self._page(task, runtime)

    def _info(self, task: Any, runtime: bool) -> dict[str, Any]:
        return TaskInfoComponent(
            task,
            only_repr=self._only_repr,
            graph=self._graph,
            components=self._components,
            runtime=runtime,
            flow=self._flow,
            max_artifact_size=self._max_artifact_size,
        ).render()

    def _page(self, task: Any, runtime: bool) -> str:
        parts = self._info(task, runtime)["components"]
        return page_html(task.pathspec, parts, complete=not runtime)


class DefaultCardJSON(DefaultCard):
    """What the default card shows, as JSON."""

    type = "default_json"
    ALLOW_USER_COMPONENTS = False
    RUNTIME_UPDATABLE = False
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_NEVER

    def render(self, task: Any, runtime: bool = False) -> str:
        return json.dumps(self._info(task, runtime))


class BlankCard(_LiveCard):
    """Only what the step appends, under the option `title`."""

    type = "blank"

    def __init__(
        self, options: Any = None, components: Any = (), graph: Any = None, **kwargs: Any
    ) -> None:
        self._title = (options or {}).get("title", "")
        self._components = list(components)

    def render(self, task: Any, components: Any = (), runtime: bool = False) -> str:
        more = components if isinstance(components, list) else []
        page = PageComponent(title=self._title, contents=[*more, *self._components])
        return page_html(task.pathspec, [page.render()], complete=not runtime)

    def _page(self, task: Any, runtime: bool) -> str:
        return self.render(task, runtime=runtime)


class ErrorCard(MetaflowCard):
    """Stands for a card that could not be made."""

    type = "error"
    RELOAD_POLICY = MetaflowCard.RELOAD_POLICY_ONCHANGE

    def __init__(
        self, options: Any = None, components: Any = (), graph: Any = None, **kwargs: Any
    ) -> None:
        self._components = components

    def render(self, task: Any, stack_trace: str | None = None) -> str:
        section = SectionComponent(
            title="The card could not be made", contents=[LogComponent(data=str(stack_trace))]
        )
        page = PageComponent(title="Error Card", contents=[section])
        return page_html(task.pathspec, [page.render()], complete=True)

    def reload_content_token(self, task: Any, data: Any) -> str:
        return "final" if task.finished else f"runtime-{data['component_update_ts']}"


class TaskSpecCard(MetaflowCard):
    """The task's pathspec and nothing else."""

    type = "taskspec_card"

    def render(self, task: Any) -> str:
        return str(task.pathspec)


CARDS: list[type[MetaflowCard]] = [
    DefaultCard,
    TaskSpecCard,
    ErrorCard,
    BlankCard,
    DefaultCardJSON,
]
