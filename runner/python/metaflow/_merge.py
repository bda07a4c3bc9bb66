"""`self.merge_artifacts(inputs)`: takes over, by key, what the branches of a join agree on."""

from __future__ import annotations

from .exception import (
    MetaflowException,
    MissingInMergeArtifactsException,
    UnhandledInMergeArtifactsException,
)
from .flowspec import INTERNAL_ARTIFACTS_SET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ._datastore.artifacts import Artifacts
    from .flowspec import FlowSpec

# They belong to the task that set them.
_NEVER = INTERNAL_ARTIFACTS_SET | {"_configs_processed", "_exception", "_success", "_task_ok"}


def merge_artifacts(
    flow: FlowSpec,
    is_join: bool,
    inputs: Iterable[FlowSpec],
    include: Sequence[str],
    exclude: Sequence[str],
) -> None:
    """Changes nothing when it raises."""
    step = flow._current_step
    if not is_join:
        raise MetaflowException(f"merge_artifacts belongs into a join, and step {step!r} is none")
    if include and exclude:
        raise MetaflowException("merge_artifacts takes include or exclude, not both")
    chosen: dict[str, tuple[Artifacts, str]] = {}
    conflicts: dict[str, None] = {}
    for each in inputs:
        artifacts = each._datastore
        assert artifacts is not None
        for name, key in artifacts.objects.items():
            wanted = name in include if include else name not in exclude and name not in _NEVER
            if not wanted or has_artifact(flow, name):
                continue
            if chosen.setdefault(name, (artifacts, key))[1] != key:
                conflicts[name] = None
    if conflicts:
        raise UnhandledInMergeArtifactsException(
            f"Step {step!r} can't merge {', '.join(conflicts)}: the branches have different "
            "values. "
            "Assign each of them in the join before merge_artifacts, or exclude them",
            list(conflicts),
        )
    missing = [name for name in include if name not in chosen and not has_artifact(flow, name)]
    if missing:
        raise MissingInMergeArtifactsException(
            f"Step {step!r} can't merge {', '.join(missing)}: no branch has them", missing
        )
    assert flow._datastore is not None
    for name, (artifacts, _) in chosen.items():
        flow._datastore.pass_on(artifacts, [name])


def has_artifact(flow: FlowSpec, name: str) -> bool:
    """Like hasattr, without loading a value."""
    if name in flow.__dict__ or hasattr(type(flow), name):
        return True
    return flow._datastore is not None and name in flow._datastore
