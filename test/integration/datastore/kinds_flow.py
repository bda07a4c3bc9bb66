"""A flow for official Metaflow that leaves something of everything in the datastore."""

import datetime
import decimal
import sys

import numpy as np
import pandas as pd
from metaflow import FlowSpec, JSONType, Parameter, catch, current, retry, step


class Model:
    def __init__(self, k):
        self.k = k
        self.weights = {"bias": 0.5}


class KindsFlow(FlowSpec):
    """Something of everything."""

    alpha = Parameter("alpha", default=0.1)
    settings = Parameter("settings", type=JSONType, default='{"depth": [1, 2]}')
    constant = ("a", "b")

    @step
    def start(self):
        self.plain = [1, 2.5, "three", b"four", None, True, 10**30]
        self.mixed = {1: "int", "1": "str", (1, 2): {3, 4}}
        self.when = datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.timezone.utc)
        self.price = decimal.Decimal("9.90")
        self.matrix = np.arange(6.0).reshape(2, 3)
        self.score = np.float64(0.75)
        self.table = pd.DataFrame({"a": range(500), "b": ["x"] * 500})
        self.long_text = "long " * 20000
        self.noise = bytes(np.random.default_rng(1).integers(0, 256, 300_000, dtype="u1"))
        self.model = Model(3)
        self._private = "hidden"
        self.letters = ["a", "b", {"c": 1}]
        print("to stdout é")
        print("to stderr", file=sys.stderr)
        print("no newline", end="")
        self.next(self.each, foreach="letters")

    @retry(times=1, minutes_between_retries=0)
    @step
    def each(self):
        if self.index == 1 and current.retry_count == 0:
            raise ValueError("first try")
        self.result = str(self.input)
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.results = [each.result for each in inputs]
        self.next(self.fork)

    @step
    def fork(self):
        self.next(self.left, self.right)

    @catch(var="problem")
    @step
    def left(self):
        self.ratio = 1 / 0
        self.next(self.both)

    @step
    def right(self):
        self.next(self.both)

    @step
    def both(self, inputs):
        self.merge_artifacts(inputs, include=["results", "problem"])
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    KindsFlow()
