"""Modules of Metaflow that hold what is elsewhere here: `metaflow.plugins.retry_decorator`, ….

People's code imports them by these paths; each leads to the one implementation.
"""

from __future__ import annotations

from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_S3 = dict.fromkeys(
    (
        "MetaflowS3AccessDenied",
        "MetaflowS3Exception",
        "MetaflowS3InsufficientDiskSpace",
        "MetaflowS3InvalidObject",
        "MetaflowS3InvalidRange",
        "MetaflowS3NotFound",
        "MetaflowS3URLException",
        "S3",
        "S3GetObject",
        "S3PutObject",
    ),
    "plugins.datatools.s3",
)

# Path below `metaflow` → names in it → where each is ("module" or "module:other name").
MODULES: dict[str, dict[str, str]] = {
    "datastore": {"Inputs": "_inputs"},
    # Where older versions had them.
    "datatools": {"S3": "plugins.datatools.s3"},
    "datatools.s3": _S3,
    "graph": {"DAGNode": "_graph:StepNode", "FlowGraph": "_graph"},
    "plugins.airflow": {},
    "plugins.airflow.sensors": {
        "ExternalTaskSensorDecorator": "decorators.airflow:AirflowExternalTaskSensorDecorator",
        "S3KeySensorDecorator": "decorators.airflow:AirflowS3KeySensorDecorator",
    },
    "plugins.airflow.exception": {"AirflowException": "decorators.airflow"},
    "plugins.argo.argo_workflows_decorator": {
        "ArgoWorkflowsInternalDecorator": "decorators.internal"
    },
    "plugins.aws.batch": {},
    "plugins.aws.batch.batch_decorator": {"BatchDecorator": "decorators.batch"},
    "plugins.aws.step_functions": {},
    "plugins.aws.step_functions.schedule_decorator": {"ScheduleDecorator": "decorators.schedule"},
    "plugins.catch_decorator": {
        "CatchDecorator": "decorators.catch",
        "FailureHandledByCatch": "decorators.catch",
    },
    "plugins.cards.card_decorator": {"CardDecorator": "decorators.card"},
    "plugins.datastores": {},
    "plugins.datatools.s3.s3": _S3,
    "plugins.environment_decorator": {"EnvironmentDecorator": "decorators.environment"},
    "plugins.events_decorator": {
        "TriggerDecorator": "decorators.trigger",
        "TriggerOnFinishDecorator": "decorators.trigger_on_finish",
    },
    "plugins.exit_hook": {},
    "plugins.exit_hook.exit_hook_decorator": {"ExitHookDecorator": "decorators.exit_hook"},
    "plugins.frameworks": {},
    "plugins.frameworks.pytorch": {
        "PytorchParallelDecorator": "decorators.parallel",
        "setup_torch_distributed": "decorators.parallel",
    },
    "plugins.kubernetes": {},
    "plugins.kubernetes.kubernetes_decorator": {"KubernetesDecorator": "decorators.kubernetes"},
    "plugins.metadata_providers": {},
    "plugins.metadata_providers.local": {
        "LocalMetadataProvider": "metadata_provider.local",
    },
    "plugins.parallel_decorator": {"ParallelDecorator": "decorators.parallel"},
    "plugins.project_decorator": {
        "ProjectDecorator": "decorators.project",
        "format_name": "decorators.project",
    },
    "plugins.pypi": {},
    "plugins.pypi.conda_decorator": {
        "CondaFlowDecorator": "decorators.packages:CondaBaseDecorator",
        "CondaStepDecorator": "decorators.packages:CondaDecorator",
    },
    "plugins.pypi.pypi_decorator": {
        "PyPIFlowDecorator": "decorators.packages:PypiBaseDecorator",
        "PyPIStepDecorator": "decorators.packages:PypiDecorator",
    },
    "plugins.resources_decorator": {"ResourcesDecorator": "decorators.resources"},
    "plugins.retry_decorator": {"RetryDecorator": "decorators.retry"},
    "plugins.secrets.secrets_decorator": {"SecretsDecorator": "decorators.secrets"},
    "plugins.timeout_decorator": {
        "TimeoutDecorator": "decorators.timeout",
        "TimeoutException": "decorators.timeout",
    },
}


def spec_of(path: str) -> ModuleSpec | None:
    """How to make the module `metaflow.<path>`; None when there is none of this name here."""
    names = MODULES.get(path)
    if names is None:
        return None
    return ModuleSpec(f"{__package__}.{path}", PathLoader(names), is_package=True)


class PathLoader(Loader):
    """Makes a module whose names are taken from elsewhere when they are first asked for."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        names = self._names

        def find(name: str) -> Any:
            if name not in names:
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            place, _, other = names[name].partition(":")
            value = getattr(import_module(f".{place}", __package__), other or name)
            setattr(module, name, value)
            return value

        members: Any = module
        members.__getattr__ = find
        members.__all__ = sorted(names)
        members.__dir__ = lambda: sorted(names)
        members.__path__ = []
