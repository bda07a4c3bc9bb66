"""@schedule: when a *deployed* flow runs. A run that someone starts is the same without."""

from __future__ import annotations

from . import FlowDecorator, flow_decorator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._opening import FlowOpening


class ScheduleDecorator(FlowDecorator):
    """The times at which a deployed flow runs: a `cron` expression of EventBridge, or `hourly`,
    `daily`, `weekly`; no effect on this run.
    """

    name = "schedule"
    defaults = {"cron": None, "weekly": False, "daily": True, "hourly": False, "timezone": None}
    # The first that is asked for counts.
    _CRON = {"weekly": "0 0 ? * SUN *", "hourly": "0 * * * ? *", "daily": "0 0 * * ? *"}

    schedule: str | None = None
    timezone: str | None = None

    def open_flow(self, opening: FlowOpening) -> None:
        chosen = [cron for name, cron in self._CRON.items() if self.attributes[name]]
        self.schedule = self.attributes["cron"] or (chosen[0] if chosen else None)
        self.timezone = self.attributes["timezone"]


schedule = flow_decorator(ScheduleDecorator)
