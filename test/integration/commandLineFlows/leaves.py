import os
import sys

from metaflow import FlowSpec, step


class LeavesFlow(FlowSpec):
    """A step that ends the process with the code that LEAVE says."""

    @step
    def start(self):
        sys.exit(int(os.environ["LEAVE"]))
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    LeavesFlow()
