from metaflow import FlowSpec, Parameter, current, parallel, step


class LoopingFlow(FlowSpec):
    """Trains round after round until the loss is small, then on three nodes at once."""

    rounds = Parameter("rounds", default=3, help="at most so many")

    @step
    def start(self):
        self.loss = 1.0
        self.next(self.train)

    @step
    def train(self):
        self.loss /= 2
        self.verdict = "done" if self.loss < 0.5**self.rounds * 2 else "again"
        print("loss", self.loss)
        self.next({"again": self.train, "done": self.spread}, condition="verdict")

    @step
    def spread(self):
        self.next(self.node, num_parallel=3)

    @parallel
    @step
    def node(self):
        self.rank = current.parallel.node_index
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.ranks = [each.rank for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("ranks", self.ranks)


if __name__ == "__main__":
    LoopingFlow()
