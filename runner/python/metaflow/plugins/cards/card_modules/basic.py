"""Cards and parts by Metaflow's import path."""

from __future__ import annotations

from ._cards import BlankCard as BlankCard
from ._cards import DefaultCard as DefaultCard
from ._cards import DefaultCardJSON as DefaultCardJSON
from ._cards import ErrorCard as ErrorCard
from ._cards import TaskSpecCard as TaskSpecCard
from ._cards import transform_flow_graph as transform_flow_graph
from ._parts import ArtifactsComponent as ArtifactsComponent
from ._parts import DagComponent as DagComponent
from ._parts import DefaultComponent as DefaultComponent
from ._parts import ErrorComponent as ErrorComponent
from ._parts import HTMLComponent as HTMLComponent
from ._parts import ImageComponent as ImageComponent
from ._parts import LogComponent as LogComponent
from ._parts import MarkdownComponent as MarkdownComponent
from ._parts import PageComponent as PageComponent
from ._parts import PythonCodeComponent as PythonCodeComponent
from ._parts import SectionComponent as SectionComponent
from ._parts import SerializationErrorComponent as SerializationErrorComponent
from ._parts import SubTitleComponent as SubTitleComponent
from ._parts import TableComponent as TableComponent
from ._parts import TextComponent as TextComponent
from ._parts import TitleComponent as TitleComponent
from ._task_info import TaskInfoComponent as TaskInfoComponent
from .card import MetaflowCard as MetaflowCard
from .card import MetaflowCardComponent as MetaflowCardComponent
