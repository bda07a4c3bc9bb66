"""What the import leaves behind: environment, folder, signals, exit handlers, scratch folders."""

import atexit
import os
import signal
import tempfile
from pathlib import Path

from metaflow import FlowSpec, step

atexit.register(lambda: print("exit handler of the import", flush=True))
os.environ["SET_AT_IMPORT"] = "yes"
os.chdir(os.environ["ELSEWHERE"])
scratch = tempfile.TemporaryDirectory()


class StateFlow(FlowSpec):
    @step
    def start(self):
        atexit.register(print, "exit handler of the task")
        own = tempfile.TemporaryDirectory()
        print("environment", os.environ.get("SET_AT_IMPORT"), os.environ.get("FLOWDECK_PROTOCOL"))
        print(
            "editor",
            sorted(name for name in os.environ if name.startswith(("VSCODE_", "ELECTRON_"))),
        )
        print("folder", Path.cwd())
        print("SIGTERM", signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
        print("SIGINT", signal.getsignal(signal.SIGINT) is signal.default_int_handler)
        print("SIGCHLD", signal.getsignal(signal.SIGCHLD) is signal.SIG_DFL)
        print("stdin", repr(os.read(0, 10)))
        print("scratch", Path(scratch.name).is_dir())
        print("own", own.name)
        self.next(self.end)

    @step
    def end(self):
        print("scratch", Path(scratch.name).is_dir())


if __name__ == "__main__":
    StateFlow()
