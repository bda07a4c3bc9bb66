"""A step that leaves a process behind when it is stopped."""

import subprocess
import sys

from metaflow import FlowSpec, step


class OrphanFlow(FlowSpec):
    @step
    def start(self):
        self.before = "kept"
        self.next(self.work)

    @step
    def work(self):
        command = [sys.executable, "-c", "import time; time.sleep(600)"]
        child = subprocess.Popen(command)
        print("child", child.pid, flush=True)
        child.wait()
        self.next(self.end)

    @step
    def end(self):
        print("not reached")


if __name__ == "__main__":
    OrphanFlow()
