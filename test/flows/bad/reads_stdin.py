"""A step that waits for the keyboard."""

from metaflow import FlowSpec, step


class ReadsStdinFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        self.answer = input("Go on? ")
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    ReadsStdinFlow()
