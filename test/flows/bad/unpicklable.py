"""An artifact that pickle refuses."""

import threading

from metaflow import FlowSpec, step


class UnpicklableFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        self.fine = 1
        self.lock = threading.Lock()
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    UnpicklableFlow()
