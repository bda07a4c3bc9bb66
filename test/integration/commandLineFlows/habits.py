import asyncio
import atexit
import logging
import multiprocessing
import os
import sys
import tempfile
import weakref
from pathlib import Path

from metaflow import FlowSpec, step

# A folder of the import, and handlers that are the main process's to run: not those of tasks.
FOLDER = tempfile.mkdtemp()


class Holder:
    pass


HOLDER = Holder()
weakref.finalize(HOLDER, print, "finalizer ran in", os.getpid(), flush=True)
atexit.register(print, "exit handler ran in", os.getpid(), flush=True)
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s:%(message)s")


def double(number):
    return number * 2


def own_pid():
    return os.getpid()


class HabitsFlow(FlowSpec):
    @step
    def start(self):
        logging.info("logged in a step")
        for kind in ("fork", "spawn"):
            with multiprocessing.get_context(kind).Pool(2) as pool:
                print(kind, pool.map(double, [1, 2, 3]))
        child = os.fork()
        if child == 0:
            self.forked = True
            os._exit(0)
        os.waitpid(child, 0)
        self.forked = False
        self.next(self.later)

    @step
    def later(self):
        async def work():
            await asyncio.sleep(0)
            return "from a coroutine"

        print(asyncio.run(work()))
        print("optimized" if not __debug__ else "debug", sys.flags.hash_randomization)
        print("folder", Path(FOLDER).is_dir(), self.forked)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    HabitsFlow()
