"""A step that takes too long and is caught, and one that is quick enough."""

import time

from metaflow import FlowSpec, catch, resources, step, timeout


class TimeoutsFlow(FlowSpec):
    @timeout(minutes=1)
    @resources(cpu=2, memory=1000)
    @step
    def start(self):
        self.next(self.slow)

    @catch(var="late", print_exception=False)
    @timeout(seconds=1)
    @step
    def slow(self):
        time.sleep(30)
        self.next(self.end)

    @step
    def end(self):
        self.was_late = "timed out after" in str(self.late)
        print(self.was_late)


if __name__ == "__main__":
    TimeoutsFlow()
