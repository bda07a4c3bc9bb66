"""A step that asks for more memory than there is."""

from metaflow import FlowSpec, step


class MemoryFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        self.big = bytearray(1 << 60)
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    MemoryFlow()
