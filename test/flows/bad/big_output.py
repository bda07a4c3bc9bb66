"""A step that prints 50 MB."""

from metaflow import FlowSpec, step


class BigOutputFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        line = "0123456789" * 10
        for number in range(500_000):
            print(number, line)
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    BigOutputFlow()
