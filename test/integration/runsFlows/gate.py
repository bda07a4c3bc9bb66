"""A flow that stands still until the test opens its gate: a file `go` in the working directory."""

import time
from pathlib import Path

from metaflow import FlowSpec, Parameter, step


class GateFlow(FlowSpec):
    label = Parameter("label", default="none")

    @step
    def start(self):
        self.letters = ["a", "b", "c"]
        self.next(self.work, foreach="letters")

    @step
    def work(self):
        print(f"{self.input} waits", flush=True)
        while not Path("go").exists():
            time.sleep(0.05)
        self.result = f"{self.label}-{self.input}"
        print(f"{self.input} goes on", flush=True)
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.results = [each.result for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.results)


if __name__ == "__main__":
    GateFlow()
