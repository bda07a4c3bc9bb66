"""A constructor of one's own: what it sets before it calls ours is there in every step."""

from metaflow import FlowSpec, step


class ConstructorFlow(FlowSpec):
    def __init__(self, use_cli=True):
        self.prepared = [1, 2, 3]
        super().__init__(use_cli)

    @step
    def start(self):
        self.total = sum(self.prepared)
        self.next(self.end)

    @step
    def end(self):
        print(self.total, self.prepared)


if __name__ == "__main__":
    ConstructorFlow()
