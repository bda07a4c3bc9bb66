"""A flow of one step, which is its start and its end."""

from metaflow import FlowSpec, Parameter, retry, step


class SingleStepFlow(FlowSpec):
    number = Parameter("number", default=41)

    @retry(times=1)
    @step(start=True, end=True)
    def only(self):
        self.result = self.number + 1
        print(self.result)


if __name__ == "__main__":
    SingleStepFlow()
