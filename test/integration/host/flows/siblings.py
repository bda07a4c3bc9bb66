"""A foreach over the numbers below COUNT; every sibling tells who its parent process is.

The one for the item WAIT_FOR does not end by itself.
"""

import os
import time

from metaflow import FlowSpec, step


class SiblingsFlow(FlowSpec):
    @step
    def start(self):
        self.items = list(range(int(os.environ.get("COUNT", "4"))))
        self.next(self.body, foreach="items")

    @step
    def body(self):
        print(self.input * 10, os.getppid())
        if os.environ.get("WAIT_FOR") == str(self.input):
            time.sleep(60)
        self.result = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        print([one.result for one in inputs])
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    SiblingsFlow()
