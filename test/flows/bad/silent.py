"""A step that prints nothing for minutes."""

import time

from metaflow import FlowSpec, step


class SilentFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        time.sleep(180)
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    SilentFlow()
