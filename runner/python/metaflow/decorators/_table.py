"""Which decorators there are, and the file of each."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from . import FlowDecorator, StepDecorator

# By the name it is written with: the file and the class in it. The order is Metaflow's.
STEP_DECORATORS = {
    "retry": ("retry", "RetryDecorator"),
    "pypi": ("packages", "PypiDecorator"),
    "parallel": ("parallel", "ParallelDecorator"),
    "batch": ("batch", "BatchDecorator"),
    "argo_workflows_internal": ("internal", "ArgoWorkflowsInternalDecorator"),
    "secrets": ("secrets", "SecretsDecorator"),
    "card": ("card", "CardDecorator"),
    "resources": ("resources", "ResourcesDecorator"),
    "kubernetes": ("kubernetes", "KubernetesDecorator"),
    "step_functions_internal": ("internal", "StepFunctionsInternalDecorator"),
    "unbounded_test_foreach_internal": ("internal", "UnboundedForeachTestDecorator"),
    "airflow_internal": ("internal", "AirflowInternalDecorator"),
    "conda": ("packages", "CondaDecorator"),
    "environment": ("environment", "EnvironmentDecorator"),
    "pytorch_parallel": ("parallel", "PytorchParallelDecorator"),
    "catch": ("catch", "CatchDecorator"),
    "timeout": ("timeout", "TimeoutDecorator"),
}
FLOW_DECORATORS = {
    "airflow_s3_key_sensor": ("airflow", "AirflowS3KeySensorDecorator"),
    "project": ("project", "ProjectDecorator"),
    "trigger": ("trigger", "TriggerDecorator"),
    "pypi_base": ("packages", "PypiBaseDecorator"),
    "trigger_on_finish": ("trigger_on_finish", "TriggerOnFinishDecorator"),
    "exit_hook": ("exit_hook", "ExitHookDecorator"),
    "airflow_external_task_sensor": ("airflow", "AirflowExternalTaskSensorDecorator"),
    "schedule": ("schedule", "ScheduleDecorator"),
    "conda_base": ("packages", "CondaBaseDecorator"),
}


def step_decorator_class(name: str) -> type[StepDecorator] | None:
    place = STEP_DECORATORS.get(name)
    return None if place is None else _class_at(place)


def flow_decorator_class(name: str) -> type[FlowDecorator] | None:
    place = FLOW_DECORATORS.get(name)
    return None if place is None else _class_at(place)


def decorating_function(name: str) -> Callable[..., Any]:
    """What `from metaflow import <name>` gives: made once, so that it stays the same object."""
    made = _functions.get(name)
    if made is None:
        from . import flow_decorator, step_decorator

        on_step = step_decorator_class(name)
        on_flow = None if on_step else flow_decorator_class(name)
        if on_step is None and on_flow is None:
            raise KeyError(name)
        made = step_decorator(on_step) if on_step else flow_decorator(on_flow)  # type: ignore[arg-type]
        _functions[name] = made
    return made


def get_all_step_decos() -> Mapping[str, type[StepDecorator]]:
    return {name: _class_at(place) for name, place in STEP_DECORATORS.items()}


def get_all_flow_decos() -> Mapping[str, type[FlowDecorator]]:
    return {name: _class_at(place) for name, place in FLOW_DECORATORS.items()}


def _class_at(place: tuple[str, str]) -> Any:
    module, name = place
    return getattr(import_module(f".{module}", __package__), name)


_functions: dict[str, Callable[..., Any]] = {}
