from pathlib import Path

from metaflow import FlowSpec, step


class MendedFlow(FlowSpec):
    @step
    def start(self):
        self.value = 1
        self.next(self.work)

    @step
    def work(self):
        if not Path("mended").exists():
            raise ValueError("not mended yet")
        self.next(self.end)

    @step
    def end(self):
        print(self.value)


if __name__ == "__main__":
    MendedFlow()
