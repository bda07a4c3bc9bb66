"""merge_artifacts: all, with exclude, with include, and after a conflict that the join resolves."""

from metaflow import FlowSpec, step


class MergeFlow(FlowSpec):
    @step
    def start(self):
        self.common = 1
        self.next(self.a, self.b)

    @step
    def a(self):
        self.from_a = "a"
        self.conflict = 1
        self.noise = "left"
        self.next(self.merge_all)

    @step
    def b(self):
        self.from_b = "b"
        self.conflict = 2
        self.noise = "right"
        self.next(self.merge_all)

    @step
    def merge_all(self, inputs):
        self.conflict = max(each.conflict for each in inputs)
        self.merge_artifacts(inputs, exclude=["noise"])
        self.next(self.again)

    @step
    def again(self):
        self.next(self.c, self.d)

    @step
    def c(self):
        self.wanted = "yes"
        self.unwanted = "c"
        self.next(self.merge_some)

    @step
    def d(self):
        self.unwanted = "d"
        self.next(self.merge_some)

    @step
    def merge_some(self, inputs):
        try:
            self.merge_artifacts(inputs)
        except Exception as error:
            self.refused = type(error).__name__
            self.in_conflict = error.artifact_names
        self.merge_artifacts(inputs, include=["wanted", "common"])
        self.next(self.end)

    @step
    def end(self):
        print(self.common, self.wanted)


if __name__ == "__main__":
    MergeFlow()
