"""Imports a module that does not exist."""

import a_module_that_nobody_has
from metaflow import FlowSpec, step


class ImportErrorFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        a_module_that_nobody_has.run()


if __name__ == "__main__":
    ImportErrorFlow()
