"""Leaves behind what IMPORTS names."""

import os
import socket
import sys
import threading

from metaflow import FlowSpec, step


def leave_thread():
    threading.Thread(target=threading.Event().wait, name="poller", daemon=True).start()


def leave_nothing():
    worker = threading.Thread(target=lambda: None)
    worker.start()
    worker.join()
    socket.socket().close()


def leave_library():
    sys.modules["tensorflow"] = type(sys)("tensorflow")


def import_numbers():
    import numpy
    import pandas

    a = numpy.ones((300, 300))
    pandas.DataFrame(a @ a)


open_sockets = []
{
    "thread": leave_thread,
    "nothing": leave_nothing,
    "library": leave_library,
    "numbers": import_numbers,
    "socket": lambda: open_sockets.append(socket.socket()),
}[os.environ["IMPORTS"]]()


class UnsafeFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    UnsafeFlow()
