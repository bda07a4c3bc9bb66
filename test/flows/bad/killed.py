"""A step that is killed with SIGKILL."""

import os
import signal

from metaflow import FlowSpec, step


class KilledFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        print("last words", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    KilledFlow()
