import os
import subprocess
import sys
import time
from pathlib import Path

from metaflow import FlowSpec, step


class WaitsFlow(FlowSpec):
    @step
    def start(self):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        for pid in (child.pid, os.getpid()):
            Path(f"pid.{pid}").touch()
        time.sleep(600)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    WaitsFlow()
