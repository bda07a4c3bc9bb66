"""A foreach in a foreach, a branch inside it, and joins at each level."""

from metaflow import FlowSpec, step


class NestedForeachFlow(FlowSpec):
    @step
    def start(self):
        self.letters = "ab"
        self.next(self.outer, foreach="letters")

    @step
    def outer(self):
        self.letter = self.input
        self.numbers = range(self.index + 1)
        self.next(self.inner, foreach="numbers")

    @step
    def inner(self):
        self.label = f"{self.letter}{self.input}"
        self.next(self.left, self.right)

    @step
    def left(self):
        self.side = f"{self.label}-left"
        self.next(self.sides)

    @step
    def right(self):
        self.side = f"{self.label}-right"
        self.next(self.sides)

    @step
    def sides(self, inputs):
        self.both = [inputs.left.side, inputs.right.side]
        self.stack = self.foreach_stack()
        self.next(self.inner_join)

    @step
    def inner_join(self, inputs):
        self.pairs = [each.both for each in inputs]
        self.stack = self.foreach_stack()
        self.next(self.outer_join)

    @step
    def outer_join(self, inputs):
        self.all_pairs = [each.pairs for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.all_pairs)


if __name__ == "__main__":
    NestedForeachFlow()
