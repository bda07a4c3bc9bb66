"""Airflow's sensors: what a flow that is deployed to Airflow waits for. No effect on this run; what
is written is checked all the same.
"""

from __future__ import annotations

from ..exception import MetaflowException
from . import FlowDecorator, flow_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._opening import FlowOpening

_SENSOR = {
    "timeout": 3600,
    "poke_interval": 60,
    "mode": "reschedule",
    "exponential_backoff": True,
    "pool": None,
    "soft_fail": False,
    "name": None,
    "description": None,
}
# The states of a task that Airflow knows.
_STATES = (
    "queued",
    "running",
    "success",
    "shutdown",
    "failed",
    "up_for_retry",
    "up_for_reschedule",
    "upstream_failed",
    "skipped",
    "scheduled",
    "none",
    "removed",
    "deferred",
    "sensing",
    "restarting",
)


class AirflowException(MetaflowException):
    headline = "Airflow Exception"


class _AirflowSensor(FlowDecorator):
    allow_multiple = True
    required = ""

    def open_flow(self, opening: FlowOpening) -> None:
        if self.attributes[self.required] is None:
            raise AirflowException(f"@{self.name} needs `{self.required}`")


class AirflowS3KeySensorDecorator(_AirflowSensor):
    """Waits on Airflow for `bucket_key` in S3."""

    name = "airflow_s3_key_sensor"
    required = "bucket_key"
    defaults = {
        **_SENSOR,
        "bucket_key": None,
        "bucket_name": None,
        "wildcard_match": False,
        "aws_conn_id": None,
        "verify": None,
    }


class AirflowExternalTaskSensorDecorator(_AirflowSensor):
    """Waits on Airflow for tasks of the DAG `external_dag_id`."""

    name = "airflow_external_task_sensor"
    required = "external_dag_id"
    defaults = {
        **_SENSOR,
        "external_dag_id": None,
        "external_task_ids": None,
        "allowed_states": ["success"],
        "failed_states": None,
        "execution_delta": None,
        "check_existence": True,
    }

    def open_flow(self, opening: FlowOpening) -> None:
        super().open_flow(opening)
        allowed = self.attributes["allowed_states"]
        wrong = [
            each
            for each in ([allowed] if isinstance(allowed, str) else allowed or [])
            if each not in _STATES
        ]
        if wrong:
            raise AirflowException(
                f"@{self.name}(allowed_states=…) can't be {' or '.join(map(repr, wrong))}; "
                f"it can be: {', '.join(_STATES)}"
            )


airflow_s3_key_sensor = flow_decorator(AirflowS3KeySensorDecorator)
airflow_external_task_sensor = flow_decorator(AirflowExternalTaskSensorDecorator)
