"""Flowdeck's runtime for flows written with Metaflow's public API. Standard library only.

A flow imports it as `metaflow`; a Python host (`_host`) runs its tasks.
"""

from __future__ import annotations

from ._unavailable import NAMES as _NOT_YET
from ._unavailable import install_finder as _install_finder
from .decorators.catch import catch
from .decorators.resources import resources
from .decorators.retry import retry
from .decorators.schedule import schedule
from .decorators.timeout import timeout
from .flowspec import FlowSpec, step
from .metaflow_current import current
from .parameters import JSONType, JSONTypeClass, Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._inputs import Inputs as Inputs

__version__ = "2.19.38"
"""Metaflow's: libraries compare it."""

__all__ = [
    "FlowSpec",
    "JSONType",
    "JSONTypeClass",
    "Parameter",
    "catch",
    "current",
    "resources",
    "retry",
    "schedule",
    "step",
    "timeout",
]

_install_finder()

_ON_FIRST_USE = {
    "card": "decorators.card",
    "cards": "",
    "user_decorators": "",
    "user_configs": "",
    "USER_SKIP_STEP": "user_decorators.user_step_decorator",
    "user_step_decorator": "user_decorators.user_step_decorator",
    "UserStepDecorator": "user_decorators.user_step_decorator",
    "StepMutator": "user_decorators.user_step_decorator",
    "FlowMutator": "user_decorators.user_flow_decorator",
    "includefile": "",
    "IncludeFile": "includefile",
    "config_expr": "user_configs.config_parameters",
    "ConfigValue": "user_configs.config_parameters",
    "Config": "user_configs.config_parameters",
    "DataArtifact": "client",
    "Flow": "client",
    "Metaflow": "client",
    "Run": "client",
    "Step": "client",
    "Task": "client",
    "airflow_external_task_sensor": "decorators.airflow",
    "airflow_internal": "decorators.internal",
    "airflow_s3_key_sensor": "decorators.airflow",
    "argo_workflows_internal": "decorators.internal",
    "batch": "decorators.batch",
    "client": "",
    "conda": "decorators.packages",
    "conda_base": "decorators.packages",
    "default_metadata": "client",
    "default_namespace": "client",
    "environment": "decorators.environment",
    "exit_hook": "decorators.exit_hook",
    "get_metadata": "client",
    "get_namespace": "client",
    "inspect_spin": "client",
    "kubernetes": "decorators.kubernetes",
    "metadata": "client",
    "metadata_provider": "",
    "metaflow_environment": "",
    "mflog": "",
    "namespace": "client",
    "parallel": "decorators.parallel",
    "project": "decorators.project",
    "pypi": "decorators.packages",
    "pypi_base": "decorators.packages",
    "pytorch_parallel": "decorators.parallel",
    "step_functions_internal": "decorators.internal",
    "tagging_util": "",
    "trigger": "decorators.trigger",
    "trigger_on_finish": "decorators.trigger_on_finish",
    "unbounded_test_foreach_internal": "decorators.internal",
}
"""Name → the module of this package that has it; "" is a module itself. A flow's start does not pay
for what it does not use.
"""

__all__ += [name for name, module in _ON_FIRST_USE.items() if module]


def __getattr__(name: str) -> Any:
    if name in _ON_FIRST_USE:
        from importlib import import_module

        module = import_module(f"{__name__}.{_ON_FIRST_USE[name] or name}")
        value = getattr(module, name) if _ON_FIRST_USE[name] else module
        globals()[name] = value
        return value
    if name in _NOT_YET:
        from ._unavailable import Unavailable

        return Unavailable(name)
    if name == "Inputs":
        # For annotations; what it needs is loaded by the first task.
        from ._inputs import Inputs

        return Inputs
    raise AttributeError(f"module 'metaflow' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_ON_FIRST_USE, *_NOT_YET})
