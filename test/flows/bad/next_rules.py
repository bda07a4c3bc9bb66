"""Ways to misuse self.next() that only running can show: the parameter chooses one."""

from metaflow import FlowSpec, Parameter, step


class NextRulesFlow(FlowSpec):
    way = Parameter("way", default="twice")

    @step
    def start(self):
        if self.way == "twice":
            self.next(self.end)
        if self.way == "other":
            self.next(self.other)
            return
        if self.way == "never":
            return
        if self.way == "function":
            self.next(print)
        self.next(self.end)

    @step
    def other(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    NextRulesFlow()
