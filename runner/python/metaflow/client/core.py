"""All of the client under the path that people import and pickles name."""

from __future__ import annotations

from ._artifact import DataArtifact, MetaflowArtifacts, MetaflowData
from ._code import MetaflowCode
from ._flow import Flow, Metaflow
from ._objects import MetaflowObject
from ._run import Run
from ._scope import (
    default_metadata,
    default_namespace,
    get_metadata,
    get_namespace,
    inspect_spin,
    metadata,
    namespace,
)
from ._step import Step
from ._task import Metadata, Task

__all__ = [
    "DataArtifact",
    "Flow",
    "Metadata",
    "Metaflow",
    "MetaflowArtifacts",
    "MetaflowCode",
    "MetaflowData",
    "MetaflowObject",
    "Run",
    "Step",
    "Task",
    "default_metadata",
    "default_namespace",
    "get_metadata",
    "get_namespace",
    "inspect_spin",
    "metadata",
    "namespace",
]
