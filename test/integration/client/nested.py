"""A step that runs another flow."""

from metaflow import FlowSpec, Parameter, Runner, step


class NestedFlow(FlowSpec):
    file = Parameter("file", required=True)

    @step
    def start(self):
        self.inner = Runner(self.file, show_output=False).run().run.data.greeting
        self.next(self.end)

    @step
    def end(self):
        print(self.inner)


if __name__ == "__main__":
    NestedFlow()
