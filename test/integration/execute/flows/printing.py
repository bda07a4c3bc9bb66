"""Output of every kind: lines, no newline at the end, bytes that are no UTF-8, both streams."""

import sys

from metaflow import FlowSpec, step


class PrintingFlow(FlowSpec):
    @step
    def start(self):
        print("one\ntwo")
        sys.stdout.write("no newline")
        print("a warning", file=sys.stderr)
        self.next(self.raw)

    @step
    def raw(self):
        sys.stdout.buffer.write(b"caf\xe9\n")
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    PrintingFlow()
