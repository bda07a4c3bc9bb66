"""A foreach whose tasks wait: each says that it runs, and ends when the file `go` appears."""

import os
import sys
import time
from pathlib import Path

from metaflow import FlowSpec, step

FOLDER = Path(os.environ["TEST_FOLDER"])


def wait_for_go():
    for _ in range(6000):
        if (FOLDER / "go").exists():
            return
        time.sleep(0.01)
    sys.exit("nobody said go")


class WaitingFlow(FlowSpec):
    @step
    def start(self):
        self.items = os.environ.get("TEST_ITEMS", "wait,wait").split(",")
        self.next(self.work, foreach="items")

    @step
    def work(self):
        print("item", self.input, flush=True)
        (FOLDER / f"started-{self.index}").touch()
        if self.input == "fail":
            raise ValueError(f"item {self.index} is bad")
        if self.input == "brief":
            time.sleep(0.5)
        if self.input == "wait":
            wait_for_go()
        self.result = self.index
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [each.result for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("joined", self.results)


if __name__ == "__main__":
    WaitingFlow()
