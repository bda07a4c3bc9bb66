"""The host's life: load the file, describe the flow, serve task attempts, end."""

from __future__ import annotations

import atexit
import os
import sys

from .bytecode import OwnBytecode
from .channel import LineReader, RunnerGone, decode, encode_line, write_all
from .exits import flush_streams
from .program import Program
from .randomness import RandomStates, SeedWatch
from .refusal import RefusedError, refuse_description
from .safety import open_handles, why_not_fork
from .snapshot import SnapshotFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


def serve_process(descriptors: list[int], *, flow_folder_first: bool) -> NoReturn:
    """For a process that exists to be a host, or a worker of one: does what the first line says."""
    for fd in descriptors:
        os.set_inheritable(fd, False)
        if sys.platform != "win32":
            os.set_blocking(fd, True)
    if sys.stdout is not None:
        # What the import prints appears as it is printed.
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    read_fd, write_fd = descriptors[:2]
    requests = LineReader(read_fd)
    first = requests.read_one()
    if first is None:
        os._exit(0)
    message = decode(first)
    if message["type"] == "work":
        from .fresh_worker import serve_one_attempt

        serve_one_attempt(
            message, requests, write_fd, descriptors[2], folder_first=flow_folder_first
        )
    _load(message, Host(requests, write_fd), flow_folder_first=flow_folder_first)


def _load(message: dict[str, Any], host: Host, *, flow_folder_first: bool) -> NoReturn:
    file, argv = message["file"], message["argv"]
    host.install_finders()
    program = Program(file, message.get("flow"), argv, lambda one: host.serve(one, file, argv))
    try:
        program.execute(host.snapshot.read_source, flow_folder_first=flow_folder_first)
    except RefusedError as refused:
        host.refuse(refused)
    _end_process(1)


class Host:
    """``serve`` may be called inside the constructor of a flow that someone else's process made."""

    def __init__(self, requests: LineReader, replies_fd: int) -> None:
        self._requests = requests
        self._replies_fd = replies_fd
        self._handles_before = open_handles()
        self._env_before = dict(os.environ)
        self._cwd_before = os.getcwd()
        self._seeds = SeedWatch()
        self.snapshot = SnapshotFinder()

    def install_finders(self) -> None:
        self._seeds.install()
        self.snapshot.install()

    def serve(self, flow_class: type, file: str, argv: list[str]) -> NoReturn:
        """Never returns: tells what the flow is, then serves until the runner ends it."""
        try:
            why = why_not_fork(self._handles_before)
            self._send(_described(flow_class, file, why))
        except RefusedError as refused:
            self.refuse(refused)
            _end_process(1)
        except RunnerGone:
            _end_process(1)
        try:
            if why is None:
                self._serve_forking(flow_class)
            else:
                self._serve_fresh({"file": file, "flow": flow_class.__name__, "argv": argv})
        except Exception:
            # A fault of ours; it must not look like one of the flow, in whose constructor we are.
            sys.__excepthook__(*sys.exc_info())
            _end_process(70)
        _end_process(0)

    def refuse(self, refused: RefusedError) -> None:
        try:
            self._send(refused.message)
        except RunnerGone:
            pass

    def _send(self, message: dict[str, Any]) -> None:
        write_all(self._replies_fd, encode_line(message))

    def _serve_forking(self, flow_class: type) -> None:
        with OwnBytecode():
            import metaflow._task  # noqa: F401 - what every child would import

            from .forking import ForkingHost

        states = RandomStates(self._seeds)
        ForkingHost(flow_class, self._requests, self._replies_fd, self.snapshot, states).serve()

    def _serve_fresh(self, work: dict[str, Any]) -> None:
        with OwnBytecode():
            from .fresh import FreshHost

        FreshHost(
            work, self._env_before, self._cwd_before, self._requests, self._replies_fd
        ).serve()


def _described(flow_class: type, file: str, why: str | None) -> dict[str, Any]:
    with OwnBytecode():
        from metaflow._describe import describe

    try:
        description = describe(flow_class, file)
    except Exception as error:
        raise refuse_description(error, file) from error
    message = {
        "type": "described",
        "description": description,
        "python": {
            "version": ".".join(str(part) for part in sys.version_info[:3]),
            "executable": sys.executable,
            "platform": sys.platform,
            "path": [entry for entry in sys.path[1:] if isinstance(entry, str)],
        },
        "mode": "fork" if why is None else "fresh",
    }
    if why is not None:
        message["why"] = why
    return message


def _end_process(code: int) -> NoReturn:
    """The import was this process's, so its exit handlers run here, once."""
    try:
        atexit._run_exitfuncs()
        flush_streams()
    finally:
        os._exit(code)
