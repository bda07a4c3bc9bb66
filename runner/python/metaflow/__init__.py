"""Flowdeck's runtime for flows written with Metaflow's public API. Standard library only.

A flow imports it as `metaflow`; a Python host (`_host`) runs its tasks.
"""

from __future__ import annotations

import os as _os

from ._finder import install_finder as _install_finder
from ._host.watching import watch_from_import as _watch_from_import
from ._unavailable import NAMES as _NOT_YET
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

EXT_PKG = "metaflow_extensions"
"""The package that extensions of Metaflow are in."""

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
_watch_from_import()

_ON_FIRST_USE = {
    "Config": "user_configs.config_parameters",
    "ConfigValue": "user_configs.config_parameters",
    "DataArtifact": "client",
    "Flow": "client",
    "FlowMutator": "user_decorators.user_flow_decorator",
    "IncludeFile": "includefile",
    "Metaflow": "client",
    "NBRunner": "runner.nbrun",
    "Run": "client",
    "Runner": "runner.metaflow_runner",
    "S3": "plugins.datatools.s3",
    "Step": "client",
    "StepMutator": "user_decorators.user_step_decorator",
    "Task": "client",
    "USER_SKIP_STEP": "user_decorators.user_step_decorator",
    "UserStepDecorator": "user_decorators.user_step_decorator",
    "airflow_external_task_sensor": "decorators.airflow",
    "airflow_internal": "decorators.internal",
    "airflow_s3_key_sensor": "decorators.airflow",
    "argo_workflows_internal": "decorators.internal",
    "batch": "decorators.batch",
    "card": "decorators.card",
    "cards": "",
    "client": "",
    "cmd_with_io": "",
    "conda": "decorators.packages",
    "conda_base": "decorators.packages",
    "conda_environment_yml_parser": "plugins.pypi.parsers",
    "config_expr": "user_configs.config_parameters",
    "datastore": "",
    "debug": "",
    "default_metadata": "client",
    "default_namespace": "client",
    "environment": "decorators.environment",
    "event_logger": "",
    "events": "",
    "exit_hook": "decorators.exit_hook",
    "get_metadata": "client",
    "get_namespace": "client",
    "graph": "",
    "includefile": "",
    "inspect_spin": "client",
    "integrations": "",
    "kubernetes": "decorators.kubernetes",
    "metadata": "client",
    "metadata_provider": "",
    "metaflow_config": "",
    "metaflow_config_funcs": "",
    "metaflow_environment": "",
    "metaflow_git": "",
    "metaflow_profile": "",
    "metaflow_version": "",
    "mflog": "",
    "monitor": "",
    "multicore_utils": "",
    "namespace": "client",
    "namespaced_event_name": "plugins.namespaced_events",
    "parallel": "decorators.parallel",
    "parallel_imap_unordered": "multicore_utils",
    "parallel_map": "multicore_utils",
    "plugins": "",
    "profile": "metaflow_profile",
    "project": "decorators.project",
    "pypi": "decorators.packages",
    "pypi_base": "decorators.packages",
    "pyproject_toml_parser": "plugins.pypi.parsers",
    "pytorch_parallel": "decorators.parallel",
    "requirements_txt_parser": "plugins.pypi.parsers",
    "runner": "",
    "secrets": "decorators.secrets",
    "step_functions_internal": "decorators.internal",
    "tagging_util": "",
    "tracing": "",
    "trigger": "decorators.trigger",
    "trigger_on_finish": "decorators.trigger_on_finish",
    "tuple_util": "",
    "unbounded_foreach": "",
    "unbounded_test_foreach_internal": "decorators.internal",
    "user_configs": "",
    "user_decorators": "",
    "user_step_decorator": "user_decorators.user_step_decorator",
    "util": "",
    "version": "",
    "yaml_parser": "plugins.parsers",
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
    from ._handover import for_missing_name

    for_missing_name(name)
    raise AttributeError(f"module 'metaflow' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_ON_FIRST_USE, *_NOT_YET})


if _os.environ.get("FLOWDECK_ENGINE") == "metaflow":
    from ._handover import step_aside as _step_aside

    _step_aside()
