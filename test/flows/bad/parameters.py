"""A required parameter, and one of each type for wrong texts."""

from metaflow import FlowSpec, JSONType, Parameter, step


class ParametersFlow(FlowSpec):
    needed = Parameter("needed", type=int, required=True)
    rate = Parameter("rate", default=0.5)
    flag = Parameter("flag", default=True)
    settings = Parameter("settings", type=JSONType, default="{}")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.needed, self.rate, self.flag, self.settings)


if __name__ == "__main__":
    ParametersFlow()
