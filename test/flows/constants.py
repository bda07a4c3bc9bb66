"""Class-level values, private ones, properties, static methods and inner classes."""

from metaflow import FlowSpec, resources, retry, step


class ConstantsFlow(FlowSpec):
    levels = [1, 2, 3]
    label = "constant"
    _private = {"kept": True}

    @property
    def total(self):
        return sum(self.levels)

    @staticmethod
    def twice(number):
        return number * 2

    @step
    def start(self):
        self._hidden = "a private attribute"
        self.result = self.twice(self.total)
        try:
            self.label = "changed"
        except AttributeError:
            self.read_only = True
        self.next(self.left, self.right)

    @step
    def left(self):
        self.side = "left"
        self.next(self.join)

    @step
    def right(self):
        self.side = "right"
        self.next(self.join)

    @retry
    @resources
    @step
    def join(self, inputs):
        self.sides = sorted(each.side for each in inputs)
        self.seen = (self.label, self._private)
        self.next(self.end)

    @step
    def end(self):
        print(self.seen)


if __name__ == "__main__":
    ConstantsFlow()
