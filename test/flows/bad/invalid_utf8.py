"""A step that prints bytes which are no UTF-8."""

import sys

from metaflow import FlowSpec, step


class InvalidUtf8Flow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        sys.stdout.buffer.write(b"caf\xe9 \xff\xfe\n")
        sys.stdout.buffer.write(b"no newline at the end \xc3")
        sys.stdout.flush()
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    InvalidUtf8Flow()
