"""Names of the tasks of foreaches whose length nobody knows beforehand, and of gangs."""

from __future__ import annotations

CONTROL_TASK_TAG = "control_task"
UBF_CONTROL = "ubf_control"
UBF_TASK = "ubf_task"


class UnboundedForeachInput:
    """Base of what a plugin lets a flow split over without knowing its length."""
