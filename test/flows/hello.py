"""The smallest flow: three steps in a row."""

from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    """Says hello."""

    @step
    def start(self):
        self.greeting = "hello"
        self.next(self.shout)

    @step
    def shout(self):
        self.greeting = self.greeting.upper()
        print(self.greeting)
        self.next(self.end)

    @step
    def end(self):
        print(self.greeting, "and goodbye")


if __name__ == "__main__":
    HelloFlow()
