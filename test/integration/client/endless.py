"""Ends only when it is ended."""

import time

from metaflow import FlowSpec, step


class EndlessFlow(FlowSpec):
    @step
    def start(self):
        while True:
            time.sleep(1)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    EndlessFlow()
