"""Steps, parameters and helpers that come from base classes, mix-ins and another module."""

from metaflow import FlowSpec, Parameter, step
from shared.steps import Reporting


class BaseFlow(FlowSpec):
    """The ends of the flow."""

    size = Parameter("size", default=2)

    @step
    def start(self):
        self.rows = list(range(self.size))
        self.next(self.middle)

    @step
    def end(self):
        print(self.summary)


class InheritFlow(BaseFlow, Reporting):
    """The middle of the flow."""

    factor = Parameter("factor", default=10)

    @step
    def middle(self):
        self.rows = [row * self.factor for row in self.rows]
        self.next(self.report)


if __name__ == "__main__":
    InheritFlow()
