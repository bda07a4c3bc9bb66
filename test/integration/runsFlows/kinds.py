"""Artifacts of several kinds: some that every step passes on, one that each task has its own of."""

from metaflow import FlowSpec, Parameter, step


class Model:
    def __init__(self, depth):
        self.depth = depth


class KindsFlow(FlowSpec):
    rate = Parameter("rate", default=0.5)
    broken = Parameter("broken", default=False)

    @step
    def start(self):
        self.items = list(range(3))
        self.table = {"a": 1, "b": [1, 2]}
        self.text = "x" * 500
        try:
            import numpy
        except ImportError:
            pass
        else:
            self.array = numpy.zeros((344, 7))
        self.next(self.fit, foreach="items")

    @step
    def fit(self):
        self.model = Model(self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        if inputs[0].broken:
            raise ValueError("as asked")
        self.depths = tuple(each.model.depth for each in inputs)
        self.merge_artifacts(inputs, exclude=["model"])
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    KindsFlow()
