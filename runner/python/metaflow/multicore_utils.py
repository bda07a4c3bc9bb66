"""`parallel_map`: a function over many arguments, in processes of their own.

Forked, so that closures and lambdas work; where there is no fork, in threads of this process.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import tempfile
import traceback
from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, NoReturn, TypeVar

    A = TypeVar("A")
    R = TypeVar("R")


class MulticoreException(Exception):
    """A process failed; its traceback is in the log."""


def parallel_imap_unordered(
    func: Callable[[A], R],
    iterable: Iterable[A],
    max_parallel: int | None = None,
    dir: str | None = None,
) -> Iterator[R]:
    """Yields `func` of every argument, whichever is ready first.

    `max_parallel`: processes at once, by default one a CPU; `dir`: for results on their way.
    Raises MulticoreException when one of them fails.
    """
    most = max_parallel or os.cpu_count() or 1
    if not hasattr(os, "fork"):
        yield from _in_threads(func, iterable, most)
        return
    arguments = iter(iterable)
    running = dict(_spawn(func, argument, dir) for argument in islice(arguments, most))
    while running:
        pid, failed = _wait_for_one(running)
        file = running.pop(pid)
        if failed:
            _remove(file)
            raise MulticoreException("Child failed")
        yield _result(file)
        running.update(_spawn(func, argument, dir) for argument in islice(arguments, 1))


def parallel_map(
    func: Callable[[A], R],
    iterable: Iterable[A],
    max_parallel: int | None = None,
    dir: str | None = None,
) -> list[R]:
    """`func` of every argument, in the order of the arguments; as `parallel_imap_unordered`."""

    def numbered(pair: tuple[int, A]) -> tuple[int, R]:
        return pair[0], func(pair[1])

    results = dict(parallel_imap_unordered(numbered, enumerate(iterable), max_parallel, dir))
    return [results[at] for at in sorted(results)]


def _spawn(func: Callable[[Any], Any], argument: Any, folder: str | None) -> tuple[int, str]:
    handle, file = tempfile.mkstemp(prefix="parallel_map_", dir=folder)
    os.close(handle)
    # What is still in the buffers would be printed by both.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    pid = os.fork()
    if pid:
        return pid, file
    return _run(func, argument, file)


def _run(func: Callable[[Any], Any], argument: Any, file: str) -> NoReturn:
    """In the new process, which ends here: nothing may escape into the code that forked it."""
    code = 1
    try:
        with open(file, "wb") as output:
            pickle.dump(func(argument), output, protocol=pickle.HIGHEST_PROTOCOL)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        os._exit(code)


def _wait_for_one(running: dict[int, str]) -> tuple[int, int]:
    """The pid of one that has ended, and its status. Only ours: the step may have others."""
    import time

    pause = 0.001
    while True:
        for pid in running:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return ended, status
        time.sleep(pause)
        pause = min(pause * 2, 0.1)


def _result(file: str) -> Any:
    try:
        with open(file, "rb") as content:
            return pickle.load(content)
    finally:
        _remove(file)


def _remove(file: str) -> None:
    with contextlib.suppress(OSError):
        os.remove(file)


def _in_threads(func: Callable[[A], R], iterable: Iterable[A], most: int) -> Iterator[R]:
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

    arguments = iter(iterable)
    with ThreadPoolExecutor(most) as pool:
        running = {pool.submit(func, argument) for argument in islice(arguments, most)}
        while running:
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                try:
                    result = future.result()
                except Exception as error:
                    traceback.print_exc()
                    raise MulticoreException("Child failed") from error
                yield result
                running |= {pool.submit(func, argument) for argument in islice(arguments, 1)}
