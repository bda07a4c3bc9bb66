"""Flow and step mutators that add parameters and decorators, by class and by name."""

import os

from metaflow import (
    Config,
    FlowMutator,
    FlowSpec,
    Parameter,
    StepMutator,
    environment,
    retry,
    step,
)


class AddParameters(FlowMutator):
    def init(self, config_name):
        self.config_name = config_name

    def pre_mutate(self, mutable_flow):
        for name, value in dict(mutable_flow.configs)[self.config_name]["parameters"].items():
            mutable_flow.add_parameter(name, Parameter(name, default=value))

    def mutate(self, mutable_flow):
        names = sorted(name for name, _ in mutable_flow.parameters)
        for name, mutable_step in mutable_flow.steps:
            if name == "end":
                mutable_step.add_decorator(
                    environment, deco_kwargs={"vars": {"N": ",".join(names)}}
                )


class Retried(StepMutator):
    def init(self, times=1):
        self.times = times

    def mutate(self, mutable_step):
        mutable_step.add_decorator(retry, deco_kwargs={"times": self.times})
        mutable_step.add_decorator("environment", deco_kwargs={"vars": {"BY": "name"}})
        self_again = mutable_step.add_decorator(
            environment, deco_kwargs={"vars": {"BY": "twice"}}, duplicates=mutable_step.IGNORE
        )
        assert self_again is None


class NoEnvironment(StepMutator):
    def pre_mutate(self, mutable_step):
        mutable_step.remove_decorator("environment")
        assert "environment" not in [name for name, _, _, _ in mutable_step.decorator_specs]


@AddParameters("wanted")
class MutatorsFlow(FlowSpec):
    wanted = Config("wanted", default_value={"parameters": {"alpha": 1, "beta": "b"}})
    own = Parameter("own", default=0.5)

    @Retried(times=2)
    @step
    def start(self):
        self.given = (self.alpha, self.beta, self.own)
        self.by = os.environ["BY"]
        self.next(self.middle)

    @NoEnvironment
    @environment(vars={"GONE": "1"})
    @step
    def middle(self):
        self.gone = os.environ.get("GONE")
        self.next(self.end)

    @step
    def end(self):
        self.names = os.environ["N"]
        print(self.given, self.by, self.gone, self.names)


if __name__ == "__main__":
    MutatorsFlow()
