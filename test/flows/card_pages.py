from metaflow import FlowSpec, Parameter, card, current, step
from metaflow.cards import Artifact, Markdown, ProgressBar, Table


class CardFlow(FlowSpec):
    """Cards of several kinds, one of them on a task of a foreach."""

    alpha = Parameter("alpha", default=0.5)

    @card
    @card(type="blank", id="report", options={"title": "Report"})
    @card(type="test_error_card")
    @step
    def start(self):
        self.scores = {"accuracy": 0.93}
        current.card["report"].append(Markdown("# Results & <more>"))
        current.card["report"].append(
            Table([["accuracy", Artifact(self.scores)]], headers=["what", "value"])
        )
        current.card.append(Markdown("On the **default** card"))
        self.items = ["a", "b"]
        self.next(self.work, foreach="items")

    @card(type="blank", refresh_interval=0)
    @step
    def work(self):
        bar = ProgressBar(max=2, label=f"Rows of {self.input}")
        current.card.append(bar)
        for row in range(3):
            bar.update(row)
            current.card.refresh()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.with_card = "card" in current
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    CardFlow()
