from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.greeting = "hello"
        self.next(self.middle)

    @step
    def middle(self):
        self.greeting += " world"
        self.next(self.end)

    @step
    def end(self):
        print(self.greeting)


if __name__ == "__main__":
    HelloFlow()
