"""Fails until a file is there."""

from pathlib import Path

from metaflow import FlowSpec, step


class FlakyFlow(FlowSpec):
    @step
    def start(self):
        self.before = 1
        self.next(self.end)

    @step
    def end(self):
        if not Path("mended").exists():
            raise ValueError("not yet")
        self.after = self.before + 1


if __name__ == "__main__":
    FlakyFlow()
