"""A fresh interpreter that has executed the flow's file and waits for one task attempt."""

from __future__ import annotations

import os
import signal
import sys

from .bytecode import OwnBytecode
from .channel import LineReader, decode, encode_line, write_all
from .program import Program
from .protocol import RunPlace
from .refusal import RefusedError
from .snapshot import SnapshotFinder
from .task_process import run_attempt_here, store_parameters_here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


def serve_one_attempt(
    work: dict[str, Any], requests: LineReader, replies_fd: int, life_fd: int, *, folder_first: bool
) -> NoReturn:
    """``work`` names the file, the class, the arguments and, when there is one, the snapshot."""
    _die_with_the_host(life_fd)
    snapshot = SnapshotFinder()
    if work["snapshot"] is not None:
        snapshot.use(work["snapshot"])
    snapshot.install()
    streams = _silence()

    def serve(flow_class: type) -> None:
        with OwnBytecode():
            import metaflow._task  # noqa: F401 - before the attempt comes

            from .command_line import set_up_again
        flow_class = set_up_again(flow_class, work["file"], work["argv"])
        if work["snapshot"] is not None:
            snapshot.remember_lines()
        _run(flow_class, requests, replies_fd, streams)

    program = Program(work["file"], work["flow"], work["argv"], serve)
    try:
        program.execute(snapshot.read_source, flow_folder_first=folder_first)
    except RefusedError as refused:
        write_all(replies_fd, encode_line(refused.message))
    os._exit(1)


def _run(
    flow_class: type, requests: LineReader, replies_fd: int, streams: tuple[int, int]
) -> NoReturn:
    line = requests.read_one()
    if line is None:
        os._exit(0)  # spare to the end
    request = decode(line)
    place = RunPlace.from_json(request["run"])
    attempt = request["attempt"]
    if request["type"] == "parameters":
        _restore(streams)
        store_parameters_here(
            flow_class, place, attempt, request["values"], replies_fd, forked=False
        )
    run_attempt_here(flow_class, place, attempt, None, replies_fd, forked=False)


def _silence() -> tuple[int, int]:
    """What the import prints was shown when the host executed the file; it is not said again."""
    kept = os.dup(1), os.dup(2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)
    return kept


def _restore(streams: tuple[int, int]) -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os.dup2(streams[0], 1)
    os.dup2(streams[1], 2)


def _die_with_the_host(life_fd: int) -> None:
    """The host holds the other end and writes nothing."""
    if sys.platform.startswith("linux"):
        from .guard import bind_this_group

        bind_this_group(f"/proc/self/fd/{life_fd}")
        os.close(life_fd)
        return
    import threading

    def watch() -> None:
        os.read(life_fd, 1)
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, name="flowdeck-guard", daemon=True).start()
