import os

from metaflow import FlowSpec, environment, step

MODE = os.environ.get("MODE", "none")


class VariablesFlow(FlowSpec):
    @step
    def start(self):
        self.first = MODE
        self.next(self.chosen)

    @environment(vars={"MODE": "chosen", "NUMBER": "3"})
    @step
    def chosen(self):
        self.second = MODE + os.environ["NUMBER"]
        self.next(self.end)

    @step
    def end(self):
        print(self.first, self.second, MODE)


if __name__ == "__main__":
    VariablesFlow()
