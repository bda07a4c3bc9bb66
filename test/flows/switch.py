"""A step that chooses what comes next by an artifact, twice, and branches behind a choice."""

from metaflow import FlowSpec, step


class SwitchFlow(FlowSpec):
    @step
    def start(self):
        self.size = "large"
        self.visited = ["start"]
        self.next({"small": self.quick, "large": self.plan}, condition="size")

    @step
    def quick(self):
        self.result = "quick"
        self.next(self.finish)

    @step
    def plan(self):
        self.visited = [*self.visited, "plan"]
        self.mode = "wide"
        self.next({"wide": self.split, "deep": self.deep, "none": self.finish}, condition="mode")

    @step
    def deep(self):
        self.result = "deep"
        self.next(self.finish)

    @step
    def split(self):
        self.next(self.left, self.right)

    @step
    def left(self):
        self.part = 1
        self.next(self.together)

    @step
    def right(self):
        self.part = 2
        self.next(self.together)

    @step
    def together(self, inputs):
        self.result = sum(each.part for each in inputs)
        self.merge_artifacts(inputs, include=["visited"])
        self.next(self.finish)

    @step
    def finish(self):
        self.visited = [*self.visited, "finish"]
        self.next(self.end)

    @step
    def end(self):
        print(self.result, self.visited)


if __name__ == "__main__":
    SwitchFlow()
