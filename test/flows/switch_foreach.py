"""Choices and loops inside a foreach, a foreach inside a branch, and a branch inside a foreach."""

from metaflow import FlowSpec, step


class SwitchForeachFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.many, self.alone)

    @step
    def many(self):
        self.items = [{"kind": "even", "n": 2}, {"kind": "odd", "n": 3}, {"kind": "even", "n": 4}]
        self.next(self.sort_out, foreach="items")

    @step
    def sort_out(self):
        self.kind = self.input["kind"]
        self.count = 0
        self.next({"even": self.halve, "odd": self.count_up}, condition="kind")

    @step
    def halve(self):
        self.value = self.input["n"] // 2
        self.next(self.fork)

    @step
    def count_up(self):
        self.count += 1
        self.value = self.count
        self.more = "yes" if self.count < self.input["n"] else "no"
        self.next({"yes": self.count_up, "no": self.fork}, condition="more")

    @step
    def fork(self):
        self.next(self.plus, self.minus)

    @step
    def plus(self):
        self.signed = self.value
        self.next(self.unfork)

    @step
    def minus(self):
        self.signed = -self.value
        self.next(self.unfork)

    @step
    def unfork(self, inputs):
        self.signed = [inputs.plus.signed, inputs.minus.signed]
        self.at = self.index
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.values = [(each.at, each.signed) for each in inputs]
        self.next(self.meet)

    @step
    def alone(self):
        self.values = "alone"
        self.next(self.meet)

    @step
    def meet(self, inputs):
        self.all = [inputs.gather.values, inputs.alone.values]
        self.next(self.end)

    @step
    def end(self):
        print(self.all)


if __name__ == "__main__":
    SwitchForeachFlow()
