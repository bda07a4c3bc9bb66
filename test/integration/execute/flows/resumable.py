"""Fails where TEST_FAIL says (`step` or `step:item`), else runs to its end.

A loop and a choice inside a foreach, a gang.
"""

import os

from metaflow import FlowSpec, Parameter, current, parallel, step


def maybe_fail(place):
    if os.environ.get("TEST_FAIL") == place:
        if os.environ.get("TEST_KILL"):
            os.kill(int(os.environ["TEST_KILL"]), 9)
        raise ValueError(f"failed at {place}")


class ResumableFlow(FlowSpec):
    scale = Parameter("scale", default=1)

    @step
    def start(self):
        self.items = ["a", "b", "c"]
        self.next(self.fan, foreach="items")

    @step
    def fan(self):
        self.letter = self.input
        self.rounds = 0
        maybe_fail(f"fan:{self.letter}")
        self.next(self.again)

    @step
    def again(self):
        self.rounds += 1
        maybe_fail(f"again:{self.letter}{self.rounds}")
        self.way = "out" if self.rounds > self.index else "on"
        self.next({"on": self.again, "out": self.choose}, condition="way")

    @step
    def choose(self):
        self.kind = "one" if self.rounds == 1 else "more"
        self.next({"one": self.one, "more": self.more}, condition="kind")

    @step
    def one(self):
        self.result = f"{self.letter} once"
        self.next(self.meet)

    @step
    def more(self):
        self.result = f"{self.letter} {self.rounds} times"
        self.next(self.meet)

    @step
    def meet(self):
        maybe_fail(f"meet:{self.letter}")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [each.result for each in inputs]
        self.scaled = inputs[0].scale * len(self.results)
        maybe_fail("join")
        self.next(self.spread)

    @step
    def spread(self):
        self.next(self.work, num_parallel=2)

    @parallel
    @step
    def work(self):
        maybe_fail(f"work:{current.parallel.node_index}")
        self.node = current.parallel.node_index
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.nodes = [each.node for each in inputs]
        self.merge_artifacts(inputs, include=["results", "scaled"])
        maybe_fail("gather")
        self.next(self.end)

    @step
    def end(self):
        maybe_fail("end")
        self.origin = current.origin_run_id


if __name__ == "__main__":
    ResumableFlow()
