"""@environment and @secrets where steps run more than once: in a foreach, in a join, in a retry."""

import os

from metaflow import FlowSpec, current, environment, retry, secrets, step

ZONE_AT_IMPORT = os.environ.get("ZONE")


def inline(**variables):
    return [{"type": "inline", "id": "test", "options": {"env_vars": variables}}]


class StepVariablesFlow(FlowSpec):
    @environment(vars={"ZONE": "split"})
    @step
    def start(self):
        self.zones = [ZONE_AT_IMPORT]
        self.letters = list("abc")
        self.next(self.work, foreach="letters")

    @retry(times=1, minutes_between_retries=0)
    @secrets(sources=inline(TOKEN="first"))
    @environment(vars={"ZONE": "work", "LEVEL": 2.5})
    @step
    def work(self):
        if self.input == "b" and current.retry_count == 0:
            raise ValueError("try again")
        self.seen = (self.input, ZONE_AT_IMPORT, os.environ["LEVEL"], os.environ["TOKEN"])
        # A variable that a step sets is gone with its process.
        os.environ["LEFT_BEHIND"] = self.input
        self.next(self.gather)

    @secrets(sources=inline(TOKEN="second"), allow_override=True)
    @environment(vars={"ZONE": "gather", "TOKEN": "plain"})
    @step
    def gather(self, inputs):
        self.zones = [*inputs[0].zones, ZONE_AT_IMPORT]
        self.seen = [each.seen for each in inputs]
        self.token = os.environ["TOKEN"]
        self.left = os.environ.get("LEFT_BEHIND")
        self.next(self.end)

    @step
    def end(self):
        self.zones = [*self.zones, ZONE_AT_IMPORT]
        print(self.zones, self.seen, self.token, self.left)


if __name__ == "__main__":
    StepVariablesFlow()
