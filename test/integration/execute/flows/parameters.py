"""A number that must be positive, checked when the value is made."""

from metaflow import FlowSpec, Parameter, step


def broken():
    raise LookupError("no default today")


class ParametersFlow(FlowSpec):
    alpha = Parameter("alpha", type=float, default=0.1)
    made = Parameter("made", default=lambda context: broken(), type=str)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ParametersFlow()
