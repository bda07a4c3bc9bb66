"""Failures that are retried, and failures that are caught with and without a variable."""

from metaflow import FlowSpec, catch, current, retry, step


class CatchRetryFlow(FlowSpec):
    @retry(times=2, minutes_between_retries=0)
    @step
    def start(self):
        self.attempts = current.retry_count + 1
        if current.retry_count < 1:
            raise RuntimeError("not yet")
        self.next(self.risky)

    @catch(var="problem", print_exception=False)
    @retry(times=1, minutes_between_retries=0)
    @step
    def risky(self):
        self.before = "set"
        self.ratio = 1 / 0
        self.next(self.calm)

    @catch(var="problem_of_calm")
    @step
    def calm(self):
        self.caught = type(self.problem).__name__
        self.what = self.problem.type
        self.next(self.silent)

    @catch
    @step
    def silent(self):
        self.lost = {}["key"]
        self.next(self.end)

    @step
    def end(self):
        print(self.what)


if __name__ == "__main__":
    CatchRetryFlow()
