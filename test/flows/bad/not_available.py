"""Uses a part of Metaflow that this version does not have."""

from metaflow import FlowSpec, card, step


class NotAvailableFlow(FlowSpec):
    @card
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    NotAvailableFlow()
