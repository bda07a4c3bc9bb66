"""What can't be split over: the parameter chooses one kind."""

from metaflow import FlowSpec, Parameter, step


class ForeachValuesFlow(FlowSpec):
    kind = Parameter("kind", default="none")

    @step
    def start(self):
        values = {
            "none": None,
            "empty": [],
            "dict": {"a": 1},
            "generator": (n for n in range(3)),
            "number": 5,
            "set": {1, 2},
        }
        self.items = values[self.kind]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ForeachValuesFlow()
