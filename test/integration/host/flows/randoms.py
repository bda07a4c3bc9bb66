"""Draws a number in every sibling. SEED=yes seeds the generators at import."""

import os
import random

import numpy
from metaflow import FlowSpec, step

if os.environ.get("SEED") == "yes":
    random.seed(42)
    numpy.random.seed(42)

generator = numpy.random.default_rng(42 if os.environ.get("SEED") == "yes" else None)


class RandomsFlow(FlowSpec):
    @step
    def start(self):
        self.items = [0, 1, 2]
        self.next(self.body, foreach="items")

    @step
    def body(self):
        print([random.random(), numpy.random.random(), generator.random()])
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    RandomsFlow()
