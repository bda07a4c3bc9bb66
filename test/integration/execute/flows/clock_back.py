"""A machine whose clock is set back: every look at the time gives an hour before the last one."""

import itertools
import time

from metaflow import FlowSpec, current, retry, step

HOUR = 3600
looks = itertools.count(1)
began = time.time()

time.time = lambda: began - HOUR * next(looks)
time.time_ns = lambda: int(time.time() * 1_000_000_000)


class ClockBackFlow(FlowSpec):
    @step
    def start(self):
        self.letters = ["a", "b", "c"]
        self.next(self.fan, foreach="letters")

    @retry(times=1, minutes_between_retries=0)
    @step
    def fan(self):
        if self.input == "b" and current.retry_count == 0:
            raise ValueError("once more")
        print("letter", self.input)
        self.letter = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.word = "".join(each.letter for each in inputs)
        self.next(self.end)

    @step
    def end(self):
        print("word", self.word)


if __name__ == "__main__":
    ClockBackFlow()
