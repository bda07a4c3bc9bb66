"""Draws a number in every sibling. SEED=yes seeds the generators at import."""

import os
import random

from metaflow import FlowSpec, step

try:
    import numpy
except ImportError:
    numpy = None

if os.environ.get("SEED") == "yes":
    random.seed(42)
    if numpy is not None:
        numpy.random.seed(42)


class RandomsFlow(FlowSpec):
    @step
    def start(self):
        self.items = [0, 1, 2]
        self.next(self.body, foreach="items")

    @step
    def body(self):
        drawn = [random.random()]
        if numpy is not None:
            drawn.append(numpy.random.random())
        print(drawn)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    RandomsFlow()
