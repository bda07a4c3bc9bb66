import sys

from metaflow import FlowSpec, step


class KeyboardFlow(FlowSpec):
    @step
    def start(self):
        for read in (input, breakpoint, sys.stdin.read):
            try:
                read()
            except EOFError as error:
                print("EOFError", error)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    KeyboardFlow()
