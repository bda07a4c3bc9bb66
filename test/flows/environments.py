"""Variables of a step exist before the flow's file is imported for it, and only for that step."""

import os

from metaflow import FlowSpec, environment, secrets, step

AT_IMPORT = os.environ.get("COLOUR")
INLINE = {"type": "inline", "id": "1", "options": {"env_vars": {"PASSWORD": "open sesame"}}}


class EnvironmentsFlow(FlowSpec):
    @step
    def start(self):
        self.seen = [(AT_IMPORT, os.environ.get("COLOUR"))]
        self.next(self.red, self.blue)

    @environment(vars={"COLOUR": "red", "NUMBER": 5})
    @step
    def red(self):
        self.seen = [*self.seen, (AT_IMPORT, os.environ.get("COLOUR")), os.environ["NUMBER"]]
        self.next(self.join)

    @environment(vars={"COLOUR": "blue"})
    @step
    def blue(self):
        self.seen = [*self.seen, (AT_IMPORT, os.environ.get("COLOUR"))]
        self.next(self.join)

    @secrets(sources=[INLINE])
    @step
    def join(self, inputs):
        self.seen = [inputs.red.seen, inputs.blue.seen]  # the inputs of a branch have no order
        self.password = os.environ["PASSWORD"]
        self.next(self.end)

    @step
    def end(self):
        self.forgotten = os.environ.get("PASSWORD")
        print(self.seen, self.password, os.environ.get("COLOUR"))


if __name__ == "__main__":
    EnvironmentsFlow()
