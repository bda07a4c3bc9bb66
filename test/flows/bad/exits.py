"""A step that calls sys.exit(3)."""

import sys

from metaflow import FlowSpec, step


class ExitsFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        self.partial = 1
        print("about to exit")
        sys.exit(3)
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    ExitsFlow()
