"""Functions that are called when the run is over: of this file or another, with the run or not."""

from metaflow import FlowSpec, Parameter, exit_hook, step


def tell(run):
    print(f"hook: {run.pathspec.split('/')[0]} {run.successful} {run.data.answer}")


def apologise(run=None, **_more):
    print(f"hook: sorry, {run.successful}")


def stumble():
    raise KeyError("hook")


@exit_hook(on_success=[stumble, tell, "plain"], on_error=[apologise])
@exit_hook(on_success=["os.path.join"])
class ExitHooksFlow(FlowSpec):
    fail = Parameter("fail", type=bool, default=False)

    @step
    def start(self):
        self.answer = 42
        if self.fail:
            raise ValueError("as asked")
        self.next(self.end)

    @step
    def end(self):
        pass


def plain():
    print("hook: plain")


if __name__ == "__main__":
    ExitHooksFlow()
