"""A step that crashes the interpreter (segmentation fault)."""

import ctypes

from metaflow import FlowSpec, step


class CrashesFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        print("about to crash", flush=True)
        ctypes.string_at(0)
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    CrashesFlow()
