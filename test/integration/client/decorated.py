"""A step that `@timeout` ends, unless it is spun without decorators."""

import time

from metaflow import Config, FlowSpec, retry, step, timeout


class DecoratedFlow(FlowSpec):
    limits = Config("limits", default_value={"seconds": 60})

    @retry(times=2, minutes_between_retries=0)
    @timeout(seconds=limits.seconds)
    @step
    def start(self):
        time.sleep(1.5)
        self.slept = True
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    DecoratedFlow()
