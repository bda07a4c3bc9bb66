"""A syntax error in one step; the rest of the file is a flow."""

from metaflow import FlowSpec, step


class SyntaxErrorFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    SyntaxErrorFlow()
