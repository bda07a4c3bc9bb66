"""Arrays and data frames as artifacts, and a foreach over an array. Needs numpy and pandas."""

import numpy as np
import pandas as pd
from metaflow import FlowSpec, step


class ArraysFlow(FlowSpec):
    @step
    def start(self):
        self.grid = np.arange(6.0).reshape(2, 3)
        self.table = pd.DataFrame({"name": ["a", "b"], "size": [1, 2]})
        self.rates = np.array([0.1, 0.5])
        self.next(self.scale, foreach="rates")

    @step
    def scale(self):
        self.scaled = self.grid * self.input
        self.kind = type(self.input).__name__
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = float(sum(each.scaled.sum() for each in inputs))
        self.merge_artifacts(inputs, include=["table", "kind"])
        self.next(self.end)

    @step
    def end(self):
        print(self.total, len(self.table))


if __name__ == "__main__":
    ArraysFlow()
