"""Decorators that Metaflow's own machinery adds to steps. A flow that names one needs that."""

from __future__ import annotations

from . import StepDecorator, step_decorator


class ArgoWorkflowsInternalDecorator(StepDecorator):
    """Added to the steps of a flow that is deployed to Argo Workflows."""

    name = "argo_workflows_internal"
    needs_official = True
    defaults = {"auto-emit-argo-events": True}


class StepFunctionsInternalDecorator(StepDecorator):
    """Added to the steps of a flow that is deployed to AWS Step Functions."""

    name = "step_functions_internal"
    needs_official = True


class AirflowInternalDecorator(StepDecorator):
    """Added to the steps of a flow that is deployed to Airflow."""

    name = "airflow_internal"
    needs_official = True


class UnboundedForeachTestDecorator(StepDecorator):
    """Metaflow's own tests of foreaches whose length nobody knows beforehand."""

    name = "unbounded_test_foreach_internal"


argo_workflows_internal = step_decorator(ArgoWorkflowsInternalDecorator)
step_functions_internal = step_decorator(StepFunctionsInternalDecorator)
airflow_internal = step_decorator(AirflowInternalDecorator)
unbounded_test_foreach_internal = step_decorator(UnboundedForeachTestDecorator)
