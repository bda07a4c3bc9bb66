"""Steps, parameters and configs that come from several base classes, some of them overridden."""

from metaflow import Config, FlowSpec, Parameter, retry, step


class Reads(FlowSpec):
    path = Parameter("path", default="here")
    size = Config("size", default_value={"rows": 2})

    @retry(times=1)
    @step
    def start(self):
        self.rows = [self.path] * self.size.rows
        self.next(self.prepare)

    def helper(self):
        return "Reads"


class Prepares(FlowSpec):
    scale = Parameter("scale", default=2)

    @step
    def prepare(self):
        self.prepared = [row * self.scale for row in self.rows]
        self.by = self.helper()
        self.next(self.train)

    @step
    def train(self):
        raise AssertionError("overridden")


class Plain:
    """Not a flow: a mix-in with what steps call."""

    unit = "cm"

    @property
    def described(self):
        return f"{len(self.prepared)} {self.unit}"


class MixinsFlow(Reads, Prepares, Plain):
    scale = Parameter("scale", default=3)

    @step
    def train(self):
        self.model = self.described
        self.next(self.end)

    @step
    def end(self):
        print(self.model, self.prepared, self.by)


if __name__ == "__main__":
    MixinsFlow()
