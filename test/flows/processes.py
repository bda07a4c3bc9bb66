"""`parallel_map` and `profile` in a step."""

import os

from metaflow import FlowSpec, parallel_imap_unordered, parallel_map, profile, step


class ProcessesFlow(FlowSpec):
    @step
    def start(self):
        offset = 10
        self.doubled = parallel_map(lambda x: 2 * x + offset, range(6), max_parallel=3)
        pids = list(parallel_imap_unordered(lambda _: os.getpid(), range(4), dir="."))
        self.processes = len(set(pids) - {os.getpid()})
        self.spent = {}
        with profile("work", stats_dict=self.spent):
            sum(range(1000))
        self.spent = sorted(self.spent)
        self.failed = self.fail()
        self.next(self.end)

    def fail(self):
        try:
            parallel_map(lambda x: 1 / x, [1, 0], max_parallel=1)
        except Exception as error:
            return f"{type(error).__module__}.{type(error).__name__}: {error}"

    @step
    def end(self):
        print(self.doubled, self.processes, self.spent, self.failed)


if __name__ == "__main__":
    ProcessesFlow()
