"""Parameters of every type, with and without defaults."""

from metaflow import FlowSpec, JSONType, Parameter, current, step


def from_context(context):
    return f"{context.flow_name}:{context.parameter_name}"


class ParamsFlow(FlowSpec):
    text = Parameter("text", default="some text", help="Any text.")
    count = Parameter("count", default=3)
    rate = Parameter("learning-rate", default=0.5)
    whole = Parameter("whole", default=2, type=float)
    flag = Parameter("flag", default=False)
    settings = Parameter("settings", type=JSONType, default='{"depth": [1, 2, null]}')
    unset = Parameter("unset", type=int)
    names = Parameter("names", default="a,b,c", separator=",")
    computed = Parameter("computed", default=from_context)

    @step
    def start(self):
        self.doubled = self.count * 2
        self.depth = self.settings["depth"]
        self.parameter_names = sorted(current.parameter_names)
        try:
            self.count = 4
        except AttributeError:
            self.read_only = True
        self.next(self.end)

    @step
    def end(self):
        print(self.text, self.rate, self.names, self.computed)


if __name__ == "__main__":
    ParamsFlow()
