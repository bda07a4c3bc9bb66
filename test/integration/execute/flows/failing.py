"""The first step prints and raises; the second is never reached."""

from metaflow import FlowSpec, step


def divide(number):
    return number / 0


class FailingFlow(FlowSpec):
    @step
    def start(self):
        print("before")
        self.value = divide(1)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    FailingFlow()
