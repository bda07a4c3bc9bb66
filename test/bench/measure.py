"""Runs a command and prints what it took, as JSON: wall seconds, CPU seconds with its children,
the peak memory of its largest process in bytes, and the exit code."""

import json
import os
import sys
import time

began = time.monotonic()
pid = os.fork()
if pid == 0:
    with open(os.environ["BENCH_LOG"], "w") as log:  # noqa: PTH123
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
print(
    json.dumps(
        {
            "wall": time.monotonic() - began,
            "cpu": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            "code": os.waitstatus_to_exitcode(status),
        }
    )
)
