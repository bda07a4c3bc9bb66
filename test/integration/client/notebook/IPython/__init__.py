"""As much of a notebook as NBRunner asks for: the text of the cell that runs."""

from __future__ import annotations

from types import SimpleNamespace

CELL = """
from metaflow import FlowSpec, Parameter, step

class CellFlow(FlowSpec):
    size = Parameter("size", default=1)

    @step
    def start(self):
        self.doubled = self.size * 2
        self.next(self.end)

    @step
    def end(self):
        pass

NBRunner(CellFlow).nbrun(size=4)
"""


def get_ipython():
    return SimpleNamespace(history_manager=SimpleNamespace(input_hist_raw=["", CELL]))
