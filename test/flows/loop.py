"""A step that returns to itself until its condition says otherwise."""

from metaflow import FlowSpec, current, step


class LoopFlow(FlowSpec):
    @step
    def start(self):
        self.guesses = []
        self.low, self.high = 0, 100
        self.next(self.guess)

    @step
    def guess(self):
        middle = (self.low + self.high) // 2
        self.guesses = [*self.guesses, middle]
        if middle < 37:
            self.low = middle
        else:
            self.high = middle
        self.state = "found" if middle == 37 else "again"
        self.in_step = current.step_name
        self.next({"again": self.guess, "found": self.done}, condition="state")

    @step
    def done(self):
        self.tries = len(self.guesses)
        self.next(self.end)

    @step
    def end(self):
        print(self.tries, self.guesses)


if __name__ == "__main__":
    LoopFlow()
