"""Two branches, one of them two steps long, and a join that looks at both."""

from metaflow import FlowSpec, step


class BranchFlow(FlowSpec):
    @step
    def start(self):
        self.base = 10
        self.untouched = {"kept": [1, 2]}
        self.next(self.double, self.square)

    @step
    def double(self):
        self.value = self.base * 2
        self.next(self.increment)

    @step
    def increment(self):
        self.value += 1
        self.next(self.join)

    @step
    def square(self):
        self.value = self.base**2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.values = sorted(each.value for each in inputs)
        self.by_name = (inputs.increment.value, inputs.square.value)
        self.next(self.end)

    @step
    def end(self):
        print(self.values)


if __name__ == "__main__":
    BranchFlow()
