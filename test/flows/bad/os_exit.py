"""A step that ends its process without a word."""

import os

from metaflow import FlowSpec, step


class OsExitFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        print("gone", flush=True)
        os._exit(7)
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    OsExitFlow()
