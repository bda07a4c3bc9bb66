"""What the default card says about a task."""

from __future__ import annotations

from ._parts import (
    ArtifactsComponent,
    DagComponent,
    ImageComponent,
    MarkdownComponent,
    PageComponent,
    PythonCodeComponent,
    SectionComponent,
    TableComponent,
    TitleComponent,
)
from .card import MetaflowCardComponent
from .convert_to_native_type import TaskToDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_VERSION_TAG = "metaflow_version:"


class TaskInfoComponent(MetaflowCardComponent):
    """`components`: rendered ones of the step, which come first."""

    def __init__(
        self,
        task: Any,
        page_title: str = "Task Info",
        only_repr: bool = True,
        graph: dict[str, Any] | None = None,
        components: Iterable[Any] = (),
        runtime: bool = False,
        flow: Any = None,
        max_artifact_size: int | None = None,
    ) -> None:
        self._task = task
        self._page_title = page_title
        self._only_repr = only_repr
        self._graph = graph
        self._components = list(components)
        self._max_artifact_size = max_artifact_size
        self.runtime = runtime
        self.flow = flow

    def render(self) -> dict[str, Any]:
        """`metadata` and `components`, of which the second is the page."""
        told = TaskToDict(self._only_repr, self.runtime, self._max_artifact_size)(self._task)
        told["data"].pop("name", None)
        parameters = self._parameters()
        page = PageComponent(
            title=self._page_title,
            contents=[
                *self._components,
                self._about(told),
                self._code(),
                _listed("Flow Parameters", parameters, "No Parameters"),
                _listed("Artifacts", _without(told["data"], parameters), "No Artifacts"),
                *self._tables(told["tables"]),
                *self._images(told["images"]),
                *self._dag(),
            ],
        )
        title = TitleComponent(text=told["pathspec"])
        return {
            "metadata": self._metadata(told),
            "components": [title.render(), page.render()],
        }

    def _metadata(self, told: dict[str, Any]) -> dict[str, Any]:
        metadata = {"version": 1, "template": "defaultCardTemplate"}
        version = next((tag for tag in self._tags() if tag.startswith(_VERSION_TAG)), None)
        if version is not None:
            metadata["metaflow_version"] = version[len(_VERSION_TAG) :]
        names = ("stderr", "stdout", "created_at", "finished_at", "pathspec")
        return {**metadata, **{name: told[name] for name in names}}

    def _tags(self) -> list[str]:
        return list(self._task.parent.parent.tags)

    def _about(self, told: dict[str, Any]) -> SectionComponent:
        task, tags = self._task, self._tags()
        facts = {
            "Task Created On": told["created_at"],
            "Task Finished On": told["finished_at"],
            "Tags": ", ".join(tags),
            "Attempt": task.current_attempt,
        }
        if not self.runtime and task.finished_at is not None:
            facts["Task Duration"] = str(task.finished_at - task.created_at).split(".")[0]
        user = next((tag for tag in tags if tag.startswith("user:")), None)
        if user is not None:
            facts["User"] = user[len("user:") :]
        shown = {name: fact for name, fact in facts.items() if fact is not None}
        table = TableComponent(headers=list(shown), data=[list(shown.values())], vertical=True)
        return SectionComponent(title="Task Metadata", contents=[table])

    def _code(self) -> SectionComponent:
        code = _source_of(self.flow, self._task.parent.id)
        table = TableComponent(data=[[PythonCodeComponent(code).render()]])
        return SectionComponent(title="Task Code", contents=[table])

    def _parameters(self) -> dict[str, Any]:
        """By name. A step that was spun has no task of parameters."""
        run = self._task.parent.parent
        if "_parameters" not in run:
            return {}
        told = TaskToDict(self._only_repr, self.runtime)(run["_parameters"].task)
        told["data"].pop("name", None)
        return dict(told["data"])

    def _tables(self, tables: dict[str, Any]) -> list[SectionComponent]:
        contents = [_table(name, table) for name, table in tables.items()]
        return [SectionComponent(title="Tabular Data", contents=contents)] if contents else []

    def _images(self, images: dict[str, str]) -> list[SectionComponent]:
        contents = [ImageComponent(src=src, label=name) for name, src in images.items()]
        if not contents:
            return []
        return [SectionComponent(title="Image Data", columns=len(contents), contents=contents)]

    def _dag(self) -> list[SectionComponent]:
        if not self._graph:
            return []
        drawing = DagComponent(data=self._graph).render()
        drawing["current"] = self._task.parent.id
        return [SectionComponent(title="DAG", contents=[drawing])]


def _listed(title: str, artifacts: dict[str, Any], none: str) -> SectionComponent:
    values = list(artifacts.values())
    inside = ArtifactsComponent(data=values) if values else TitleComponent(text=none)
    return SectionComponent(title=title, contents=[inside])


def _without(artifacts: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: each for name, each in artifacts.items() if name not in set(names)}


def _table(name: str, table: dict[str, Any]) -> SectionComponent:
    rows, columns = table["full_size"]
    title = f"Artifact Name: {name}"
    contents: list[MetaflowCardComponent] = [
        TableComponent(headers=table["headers"], data=table["data"])
    ]
    hidden = rows - len(table["data"])
    if hidden > 0:
        title = f"{title} ({columns} columns and {rows} rows)"
        contents.append(MarkdownComponent(f"_{hidden} more rows are left out_"))
    return SectionComponent(title=title, contents=contents)


def _source_of(flow: Any, step: str) -> str:
    import inspect

    try:
        return inspect.getsource(inspect.unwrap(getattr(flow, step)))
    except (OSError, TypeError, AttributeError):
        return "# The source of this step can't be read here"
