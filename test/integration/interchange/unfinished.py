"""One item of the foreach fails while FAIL is set: what a resume goes on from."""

import os

from metaflow import Config, FlowSpec, Parameter, card, current, step


class UnfinishedFlow(FlowSpec):
    settings = Config("settings", default_value={"factor": 3})
    offset = Parameter("offset", default=1)

    @card(type="blank", id="first")
    @step
    def start(self):
        print("starts")
        self.first_run = current.run_id
        self.items = [0, 1, 2, 3]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        if self.input == 2 and os.environ.get("FAIL"):
            raise ValueError("asked to fail")
        self.value = self.input * self.settings.factor + self.offset
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.values = [each.value for each in inputs]
        self.merge_artifacts(inputs, include=["first_run"])
        self.next(self.end)

    @step
    def end(self):
        self.origin = current.origin_run_id
        print(self.values)


if __name__ == "__main__":
    UnfinishedFlow()
