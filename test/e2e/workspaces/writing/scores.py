from metaflow import FlowSpec, step


class ScoresFlow(FlowSpec):
    @step
    def start(self):
        self.scores = {"tree": 0.91, "linear": 0.87}
        best = max(self.scores, key=self.scores.get)
        margin = self.scores[best] - min(self.scores.values())
        self.summary = f"{best} wins by {margin:.2f}"
        self.next(self.report)

    @step
    def report(self):
        print(self.summary)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ScoresFlow()
