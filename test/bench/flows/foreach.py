from metaflow import FlowSpec, Parameter, step


class ForeachFlow(FlowSpec):
    items = Parameter("items", default=100, help="how many tasks the foreach has")

    @step
    def start(self):
        self.numbers = list(range(self.items))
        self.next(self.square, foreach="numbers")

    @step
    def square(self):
        self.result = self.input**2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(task.result for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total)


if __name__ == "__main__":
    ForeachFlow()
