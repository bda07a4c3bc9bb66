"""A foreach over a data frame, which has to be refused. Needs pandas."""

import pandas as pd
from metaflow import FlowSpec, step


class FrameForeachFlow(FlowSpec):
    @step
    def start(self):
        self.rows = pd.DataFrame({"a": [1, 2]})
        self.next(self.work, foreach="rows")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    FrameForeachFlow()
