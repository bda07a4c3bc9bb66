"""Two flows; the guard, when CHOOSES says so, instantiates the second."""

import os

from metaflow import FlowSpec, step


class FirstFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


class SecondFlow(FirstFlow):
    pass


class ThirdFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__" and os.environ.get("CHOOSES"):
    globals()[os.environ["CHOOSES"]]()
