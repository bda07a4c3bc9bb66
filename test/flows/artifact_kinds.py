"""Artifacts of many types, of the flow's own classes, deleted ones, and ones nobody passes on."""

import collections
import datetime
import decimal
import enum
from dataclasses import dataclass

from metaflow import FlowSpec, step


class Colour(enum.Enum):
    RED = 1


@dataclass
class Point:
    x: int
    y: float = 0.5


Pair = collections.namedtuple("Pair", "left right")


class ArtifactKindsFlow(FlowSpec):
    @step
    def start(self):
        self.nothing = None
        self.numbers = [1, -(2**70), 1.5, float("inf"), 3 + 4j, True, decimal.Decimal("1.10")]
        self.texts = ["", "naïve", "\U0001f600", "line\nbreak"]
        self.data = b"\x00\xff" * 3
        self.nested = {"list": [{"set": {1}}], ("tuple", 1): frozenset("a")}
        self.colour = Colour.RED
        self.point = Point(1)
        self.pair = Pair(1, [2])
        self.time = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc)
        self.ordered = collections.OrderedDict(b=1, a=2)
        self.temporary = "for this step"
        self.large = list(range(50_000))
        self.shared = self.large
        del self.temporary
        self.next(self.middle)

    @step
    def middle(self):
        self.kept = hasattr(self, "point"), hasattr(self, "temporary")
        self.point.x += 1
        self.large.append("changed in place")
        self.same = self.large is self.shared
        self.length = len(self.data)
        del self.data
        self.next(self.end)

    @step
    def end(self):
        self.gone = getattr(self, "data", "gone")
        print(self.point, self.colour, self.pair, len(self.large), len(self.shared), self.gone)


if __name__ == "__main__":
    ArtifactKindsFlow()
