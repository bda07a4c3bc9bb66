"""Prints what each step got: an item of a foreach, a round of a loop, the siblings of a join."""

import os

from metaflow import FlowSpec, Parameter, retry, step


class SpinnableFlow(FlowSpec):
    scale = Parameter("scale", default=3)

    @step
    def start(self):
        print("scale", self.scale)
        self.items = ["a", "b", "c"]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        print("item", self.input)
        self.letter = self.input
        self.rounds = 0
        self.next(self.again)

    @step
    def again(self):
        self.rounds += 1
        print("round", self.rounds, "of", self.letter)
        self.way = "on" if self.rounds < 2 else "out"
        self.next({"on": self.again, "out": self.leave}, condition="way")

    @step
    def leave(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [each.letter for each in inputs]
        print("joined", self.results)
        self.next(self.end)

    @retry(times=2)
    @step
    def end(self):
        if os.environ.get("TEST_FAIL"):
            raise ValueError("asked to fail")
        print("end", self.results)


if __name__ == "__main__":
    SpinnableFlow()
