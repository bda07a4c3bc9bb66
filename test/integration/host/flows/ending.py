"""Ends its process in the way that WAY names."""

import os
import signal
import subprocess
import sys
import time

from metaflow import FlowSpec, step


def ignore_and_wait():
    """A child that does not listen to SIGTERM, in the task's group."""
    code = "import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); print('deaf'); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE)
    child.stdout.readline()
    print(child.pid, flush=True)
    time.sleep(60)


def tidy_up():
    """Takes a moment for its last words when it is asked to end."""

    def on_sigterm(number, frame):
        time.sleep(0.2)
        print("tidied", flush=True)
        sys.exit(0)

    signal.signal(signal.SIGTERM, on_sigterm)
    print("ready", flush=True)
    time.sleep(60)


WAYS = {
    "well": lambda: None,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "aborted": lambda: os.abort(),
    "hard exit": lambda: os._exit(7),
    "exit": lambda: sys.exit(3),
    "raise": lambda: 1 / 0,
    "wait": ignore_and_wait,
    "tidy": tidy_up,
}


class EndingFlow(FlowSpec):
    @step
    def start(self):
        WAYS[os.environ["WAY"]]()
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    EndingFlow()
