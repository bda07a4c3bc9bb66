"""@schedule, @trigger, @trigger_on_finish: when a *deployed* flow runs. A run that someone starts
is the same without.
"""

from __future__ import annotations

from . import FlowDecorator, flow_decorator


class ScheduleDecorator(FlowDecorator):
    """The times at which a deployed flow runs; kept in the description, no effect on this run."""

    name = "schedule"
    defaults = {"cron": None, "weekly": False, "daily": True, "hourly": False, "timezone": None}


class TriggerDecorator(FlowDecorator):
    """The events that start a deployed flow; kept in the description, no effect on this run."""

    name = "trigger"
    multiple = True
    defaults = {"event": None, "events": [], "options": {}}


class TriggerOnFinishDecorator(FlowDecorator):
    """The flows whose end starts a deployed flow; kept in the description, without effect here."""

    name = "trigger_on_finish"
    multiple = True
    defaults = {"flow": None, "flows": [], "options": {}}


schedule = flow_decorator(ScheduleDecorator)
trigger = flow_decorator(TriggerDecorator)
trigger_on_finish = flow_decorator(TriggerOnFinishDecorator)
