"""A step that raises, from a function below it, with a cause."""

from metaflow import FlowSpec, step


class RaisesFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        self.partial = [1, 2, 3]
        try:
            {}["missing"]
        except KeyError as error:
            raise ValueError("the learning rate must be positive") from error
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    RaisesFlow()
