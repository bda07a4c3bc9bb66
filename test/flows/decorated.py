"""Decorators that mean something elsewhere: a run on one's own machine is the same without."""

from metaflow import (
    FlowSpec,
    catch,
    current,
    namespaced_event_name,
    resources,
    retry,
    schedule,
    step,
    timeout,
    trigger,
)


@trigger(
    events=[
        "arrived",
        {"name": "checked", "parameters": {"alpha": "value"}},
        {"name": namespaced_event_name("done"), "parameters": ["beta", ("gamma", "field")]},
    ]
)
@schedule(cron="0 10 * * ? *", timezone="Europe/Paris")
class DecoratedFlow(FlowSpec):
    @resources(cpu=64, memory=512_000, gpu=8, disk=100, shared_memory=10)
    @step
    def start(self):
        self.has_trigger = current.get("trigger") is not None
        self.next(self.fail)

    # The order in which they stand does not matter to what comes out.
    @catch(var="problem", print_exception=False)
    @timeout(seconds=30)
    @retry(times=1, minutes_between_retries=0)
    @step
    def fail(self):
        self.attempt = current.retry_count
        if self.attempt < 2:
            raise KeyError("missing")
        self.next(self.end)

    @retry(times=0)
    @catch
    @step
    def end(self):
        print(self.has_trigger, self.problem.type, self.problem.exception)


if __name__ == "__main__":
    DecoratedFlow()
