"""Configs: a file beside the flow, default values, parsers, expressions, and what uses them."""

import os
from pathlib import Path

from metaflow import Config, FlowSpec, Parameter, config_expr, environment, project, step, timeout

HERE = Path(__file__).resolve().parent


def words(text):
    return {"words": text.split()}


def from_context(context):
    return {"flow": context.flow_name}


def threshold(context):
    return context.configs.limits.upper + 1


@project(name=config_expr("settings.name.lower()"))
class ConfigsFlow(FlowSpec):
    settings = Config("settings", default=str(HERE / "shared" / "settings.json"))
    limits = Config("limits", default_value={"upper": 10, "nested": {"seconds": 60}})
    poem = Config("poem", default_value="so much depends", parser=words)
    raw = Config("raw", default_value="1,2,3", parser=lambda text: text.split(","), plain=True)
    computed = Config("computed", default_value=from_context)
    absent = Config("absent", default_value=None)
    upper = Parameter("upper", default=config_expr("limits").upper)
    above = Parameter("above", default=threshold, type=int)

    @timeout(seconds=limits.nested.seconds)
    @environment(
        vars={
            "DEPTH": config_expr("str(settings.model.depth)"),
            "POEM": config_expr("poem.words[0]"),
        }
    )
    @step
    def start(self):
        self.seen = [os.environ["DEPTH"], os.environ["POEM"]]
        self.depth = self.settings.model.depth
        self.same = self.settings["model"]["depth"] == self.settings.model["depth"]
        self.layers = [layer["width"] for layer in self.settings.model.layers]
        self.plain = (type(self.raw).__name__, self.raw, self.absent)
        self.from_parameters = (self.upper, self.above)
        self.of_flow = self.computed.flow
        try:
            self.settings.name = "other"
        except TypeError:
            self.read_only = True
        self.next(self.end)

    @environment(vars=config_expr("settings.environment"))
    @step
    def end(self):
        self.level = os.environ["LEVEL"]
        print(self.settings.name, dict(self.limits), self.poem.words, self.level)


if __name__ == "__main__":
    ConfigsFlow()
