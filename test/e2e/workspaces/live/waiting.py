"""Its `work` tasks wait until the test makes a file `go`: no test depends on time."""

import time
from pathlib import Path

from metaflow import FlowSpec, step

FOLDER = Path(__file__).parent


class WaitingFlow(FlowSpec):
    @step
    def start(self):
        self.parts = ["a", "b", "c"]
        self.next(self.work, foreach="parts")

    @step
    def work(self):
        print(f"part {self.input} waits", flush=True)
        while self.index > 0 and not (FOLDER / "go").exists():
            time.sleep(0.05)
        self.done = self.input.upper()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all = "".join(task.done for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.all)


if __name__ == "__main__":
    WaitingFlow()
