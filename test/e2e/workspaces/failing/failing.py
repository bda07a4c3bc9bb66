from metaflow import FlowSpec, Parameter, step


class FailingFlow(FlowSpec):
    rate = Parameter("rate", type=float, required=True, help="the learning rate")

    @step
    def start(self):
        print("\x1b[31mred\x1b[0m and plain")
        self.next(self.train)

    @step
    def train(self):
        self.model = fit(self.rate)
        self.next(self.end)

    @step
    def end(self):
        pass


def fit(rate):
    if rate <= 0:
        raise ValueError(f"learning rate must be positive, not {rate}")
    return {"rate": rate}


if __name__ == "__main__":
    FailingFlow()
