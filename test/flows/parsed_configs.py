"""Configs that are YAML and lists of packages, by the parsers that come with Metaflow."""

from metaflow import (
    Config,
    FlowSpec,
    conda_environment_yml_parser,
    requirements_txt_parser,
    retry,
    step,
    yaml_parser,
)

MODEL = """\
name: adam
layers: [64, 32]
options: &options {rate: 0.5, on: yes}
more:
  <<: *options
  rate: 1.5e-3
retries:
  times: 1
  minutes_between_retries: 0
"""
NEEDED = "numpy==1.26\npandas>=2,<3\n"
CONDA = "dependencies:\n  - python=3.11\n  - scipy=1.11\n"


class ParsedConfigsFlow(FlowSpec):
    model = Config("model", default_value=MODEL, parser=yaml_parser)
    by_path = Config("by_path", default_value="a: 1", parser="metaflow.plugins.parsers.yaml_parser")
    needed = Config("needed", default_value=NEEDED, parser=requirements_txt_parser)
    conda = Config("conda", default_value=CONDA, parser=conda_environment_yml_parser)

    @retry(**model.retries)
    @step
    def start(self):
        self.layers = self.model.layers
        self.rate = self.model.more.rate
        self.packages = (self.needed.packages.to_dict(), self.conda.python)
        self.next(self.end)

    @step
    def end(self):
        print(self.layers, self.rate, self.packages, self.by_path.a)


if __name__ == "__main__":
    ParsedConfigsFlow()
