"""A step that goes nowhere."""

from metaflow import FlowSpec, step


class NoNextFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.middle)

    @step
    def middle(self):
        self.value = 1

    @step
    def end(self):
        pass


if __name__ == "__main__":
    NoNextFlow()
