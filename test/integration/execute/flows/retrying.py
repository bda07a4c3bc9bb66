"""Fails once, and is tried again after a while."""

from metaflow import FlowSpec, current, retry, step


class RetryingFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=60)
    @step
    def start(self):
        if current.retry_count == 0:
            raise RuntimeError("not yet")
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    RetryingFlow()
