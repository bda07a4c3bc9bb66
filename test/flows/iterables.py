"""What a foreach goes over: a string, a tuple, a range, a list of objects, and one item."""

from metaflow import FlowSpec, step


class Sequence:
    """Has only a length and items by index."""

    def __len__(self):
        return 2

    def __getitem__(self, index):
        if index >= 2:
            raise IndexError(index)
        return index * 10


class IterablesFlow(FlowSpec):
    @step
    def start(self):
        self.kinds = ["xyz", (1, None), range(3, 5), Sequence(), [{"a": 1}]]
        self.next(self.kind, foreach="kinds")

    @step
    def kind(self):
        self.values = self.input
        self.next(self.item, foreach="values")

    @step
    def item(self):
        self.where = self.foreach_stack()[1]
        self.value = (self.index, self.input)
        self.next(self.items)

    @step
    def items(self, inputs):
        self.gathered = [each.value for each in inputs]
        self.depth = [each.where[:2] for each in inputs]
        self.of = self.index
        self.next(self.all)

    @step
    def all(self, inputs):
        self.result = [(each.of, each.gathered, each.depth) for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.result)


if __name__ == "__main__":
    IterablesFlow()
