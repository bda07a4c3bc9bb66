"""A foreach over mixed items and a join that reads every sibling."""

from metaflow import FlowSpec, current, step


class ForeachFlow(FlowSpec):
    @step
    def start(self):
        self.items = [
            "apple",
            7,
            {"a": 1},
            "a rather long text of more than thirty characters",
            None,
        ]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.seen = (self.index, self.input)
        self.stack = self.foreach_stack()
        self.where = current.step_name
        self.next(self.after)

    @step
    def after(self):
        self.again = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all_seen = [each.seen for each in inputs]
        self.last = inputs[-1].again
        self.outside = (self.index, self.input, self.foreach_stack())
        self.next(self.end)

    @step
    def end(self):
        print(self.all_seen)


if __name__ == "__main__":
    ForeachFlow()
