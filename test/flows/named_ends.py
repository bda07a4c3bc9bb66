"""A flow whose first and last steps have names of their own."""

from metaflow import FlowSpec, step


class NamedEndsFlow(FlowSpec):
    @step(start=True)
    def opening(self):
        self.items = "ab"
        self.next(self.middle, foreach="items")

    @step
    def middle(self):
        self.letter = self.input.upper()
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.letters = [each.letter for each in inputs]
        self.next(self.closing)

    @step(end=True)
    def closing(self):
        print(self.letters)


if __name__ == "__main__":
    NamedEndsFlow()
