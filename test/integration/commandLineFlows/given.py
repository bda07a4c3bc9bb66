from metaflow import FlowSpec, Parameter, step


class GivenFlow(FlowSpec):
    """Says what it was given."""

    count = Parameter("count", help="how many", default=1, type=int)
    names = Parameter("names", multiple=True, help="who")
    flag = Parameter("flag", default=True, help="whether")
    text = Parameter("some-text", default="text")

    @step
    def start(self):
        """The only step that speaks."""
        print(self.count, self.names, self.flag, self.text)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    GivenFlow()
