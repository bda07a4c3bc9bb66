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
        _check_version(message)
        program.execute(host.snapshot.read_source, flow_folder_first=flow_folder_first)
    except RefusedError as refused:
        host.refuse(refused)
    _end_process(1)


def _check_version(message: dict[str, Any]) -> None:
    from .protocol import PROTOCOL_VERSION

    if message.get("version") != PROTOCOL_VERSION:
        raise RefusedError(
            "host-protocol",
            f"The runner speaks version {message.get('version')} of the protocol between runner "
            f"and Python, this runtime version {PROTOCOL_VERSION}",
            remedy="Install Flowdeck again: its parts come from different versions.",
        )


class Host:
    """``serve`` may be called inside the constructor of a flow that someone else's process made."""

    def __init__(
        self, requests: LineReader, replies_fd: int, environment: dict[str, str] | None = None
    ) -> None:
        """``environment``: that from before the flow's file was executed; absent: it is now."""
        self._requests = requests
        self._replies_fd = replies_fd
        self._handles_before = open_handles()
        self._env_before = dict(os.environ) if environment is None else environment
        self._cwd_before = os.getcwd()
        self._seeds = SeedWatch()
        self.snapshot = SnapshotFinder()

    def install_finders(self) -> None:
        self._seeds.install()
        self.snapshot.install()

    def watch_on(self, seeds: SeedWatch | None) -> None:
        """For a process that has executed its file already; ``seeds`` has seen it."""
        if seeds is not None:
            self._seeds = seeds
        self.snapshot.install()

    def serve(self, flow_class: type, file: str, argv: list[str]) -> NoReturn:
        """Never returns: tells what the flow is, then serves until the runner ends it."""
        try:
            with OwnBytecode():
                from .command_line import read_command_line

            why = why_not_fork(self._handles_before)
            flow_class, request = read_command_line(flow_class, file, argv)
            message = described_message(flow_class, file, why, request)
        except RefusedError as refused:
            self.refuse(refused)
            _end_process(1)
        except Exception as error:
            self.refuse(refuse_description(error, file))
            _end_process(1)
        work = {"file": file, "flow": flow_class.__name__, "argv": further_words(argv, request)}
        message["argv"] = work["argv"]
        _end_process(self.serve_described(flow_class, message, work))

    def serve_described(
        self,
        flow_class: type,
        message: dict[str, Any],
        work: dict[str, Any],
        *,
        passes_signals: bool = False,
    ) -> int:
        """Serves until the runner ends it or is gone; the exit code.

        ``passes_signals``: the runner hears of signals that reach this process, and decides.
        """
        try:
            self._send(message)
        except RunnerGone:
            return 1
        try:
            if message["mode"] == "fork":
                self._serve_forking(flow_class, passes_signals)
            else:
                self._serve_fresh(work, passes_signals)
        except Exception:
            # A fault of ours; it must not look like one of the flow, in whose constructor we are.
            sys.__excepthook__(*sys.exc_info())
            return 70
        return 0

    def refuse(self, refused: RefusedError) -> None:
        try:
            self._send(refused.message)
        except RunnerGone:
            pass

    def _send(self, message: dict[str, Any]) -> None:
        write_all(self._replies_fd, encode_line(message))

    def _serve_forking(self, flow_class: type, passes_signals: bool) -> None:
        with OwnBytecode():
            import metaflow._task  # noqa: F401 - what every child would import

            from .forking import ForkingHost

        states = RandomStates(self._seeds)
        host = ForkingHost(flow_class, self._requests, self._replies_fd, self.snapshot, states)
        host.serve(passes_signals=passes_signals)

    def _serve_fresh(self, work: dict[str, Any], passes_signals: bool) -> None:
        with OwnBytecode():
            from .fresh import FreshHost

        FreshHost(work, self._env_before, self._cwd_before, self._requests, self._replies_fd).serve(
            passes_signals=passes_signals
        )


def further_words(words: list[str], request: dict[str, Any] | None) -> list[str]:
    """The command line for a process that executes the file again: it must set the flow up alike,
    also when meanwhile another run is the latest.
    """
    origin = (request or {}).get("resume", {}).get("origin")
    if origin is None or any(word.startswith("--origin-run-id") for word in words):
        return words
    return [*words, "--origin-run-id", origin]


def described_message(
    flow_class: type, file: str, why: str | None, request: dict[str, Any] | None
) -> dict[str, Any]:
    """The `described` message; ``request`` is what the command line asks for, if there is one."""
    with OwnBytecode():
        from metaflow._describe import describe

    description = describe(flow_class, file)
    message: dict[str, Any] = {
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
    if request is not None:
        message["command"] = request
    if any(_has_environment(step) for step in description["steps"]):
        import subprocess

        flags = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
        message["python"]["flags"] = flags
    if why is not None:
        message["why"] = why
    return message


def _has_environment(step: dict[str, Any]) -> bool:
    """Such a step runs in one more interpreter."""
    return any(decorator["name"] == "environment" for decorator in step["decorators"])


def _end_process(code: int) -> NoReturn:
    """The import was this process's, so its exit handlers run here, once."""
    try:
        atexit._run_exitfuncs()
        flush_streams()
    finally:
        os._exit(code)
