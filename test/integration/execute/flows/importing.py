"""Imports a module of its folder, once at the beginning and once in a step."""

import first
from metaflow import FlowSpec, step


class ImportingFlow(FlowSpec):
    @step
    def start(self):
        self.early = first.VALUE
        first.wait()
        self.next(self.end)

    @step
    def end(self):
        import late

        self.late = late.VALUE
        self.where = late.__file__


if __name__ == "__main__":
    ImportingFlow()
