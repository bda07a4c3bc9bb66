"""Two steps; a class of the flow's own file travels between them as an artifact."""

import os
import sys

from metaflow import FlowSpec, Parameter, step

print("printed at import")
print("said at import", file=sys.stderr)


class Point:
    def __init__(self, x):
        self.x = x


class LinearFlow(FlowSpec):
    alpha = Parameter("alpha", default=0.5)

    @step
    def start(self):
        self.point = Point(3)
        print("héllo from start", sys.argv[1:])
        print("a warning", file=sys.stderr)
        self.next(self.end)

    @step
    def end(self):
        print(type(self.point).__module__, self.point.x, self.alpha, os.getpgrp() == os.getpid())


if __name__ == "__main__":
    LinearFlow()
