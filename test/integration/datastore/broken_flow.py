"""A flow for official Metaflow of which one task raises and another is killed."""

import os
import signal

from metaflow import FlowSpec, Parameter, step


class BrokenFlow(FlowSpec):
    how = Parameter("how", default="raise")

    @step
    def start(self):
        self.before = 1
        self.next(self.breaks)

    @step
    def breaks(self):
        print("about to break")
        if self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        self.check({})
        self.next(self.end)

    def check(self, settings):
        return settings["rate"]

    @step
    def end(self):
        pass


if __name__ == "__main__":
    BrokenFlow()
