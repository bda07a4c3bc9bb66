"""Commands that a Runner started: their output in files, waiting, ending them."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import threading

from .._cli.echo import write
from ._processes import end_processes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from typing import IO, Any

_POLL = 0.02


class LogReadTimeoutError(Exception):
    """No line came in the time that was allowed for it."""


class CommandManager:
    """One command. `log_files` has the paths of its `stdout` and `stderr`."""

    def __init__(
        self,
        command: list[str],
        env: dict[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        self.command = command
        self.env = dict(os.environ) if env is None else env
        self.cwd = cwd or os.getcwd()
        self.process: Any = None
        self.run_called = False
        self.timeout = False
        self.log_files: dict[str, str] = {}
        self._copying: list[threading.Thread] = []
        self.temp_dir: str | None = None

    def run(self, show_output: bool = False) -> int:
        """Starts it; what it prints goes to the files and, if asked, to our standard output too."""
        self._open_logs()
        if not show_output:
            return self._start_into_files()
        self.process = self._start(subprocess.PIPE, subprocess.PIPE)
        for stream in ("stdout", "stderr"):
            pipe, file = getattr(self.process, stream), self.log_files[stream]
            thread = threading.Thread(target=_copy, args=(pipe, file), daemon=True)
            thread.start()
            self._copying.append(thread)
        return int(self.process.pid)

    async def async_run(self) -> int:
        """Starts it; what it prints goes to the files."""
        self._open_logs()
        return self._start_into_files()

    def _open_logs(self) -> None:
        if self.run_called:
            raise RuntimeError(f"This command was started before: {' '.join(self.command)}")
        self.run_called = True
        self.temp_dir = tempfile.mkdtemp(prefix="metaflow-runner-")
        for stream in ("stdout", "stderr"):
            self.log_files[stream] = os.path.join(self.temp_dir, f"{stream}.log")
            with open(self.log_files[stream], "wb"):
                pass

    def _start_into_files(self) -> int:
        out, err = self.log_files["stdout"], self.log_files["stderr"]
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            self.process = self._start(stdout, stderr)
        return int(self.process.pid)

    def _start(self, stdout: Any, stderr: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command, cwd=self.cwd, env=self.env, stdout=stdout, stderr=stderr
        )

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        code: int | None = self._started().poll()
        return code

    def _started(self) -> Any:
        if self.process is None:
            raise RuntimeError("This command was not started yet")
        return self.process

    def sync_wait(self) -> None:
        """Until it has ended and all its output is there. An interrupt ends it."""
        try:
            self._started().wait()
        except KeyboardInterrupt:
            # A terminal told it as well; it may take its time to stop its tasks.
            self.kill(termination_timeout=10)
            raise
        for thread in self._copying:
            thread.join()

    async def wait(self, timeout: float | None = None, stream: str | None = None) -> None:
        """Until it has ended, printing `stream` meanwhile; after `timeout` seconds it is ended."""
        self._started()
        try:
            await asyncio.wait_for(self.emit_logs(stream) if stream else self._ended(), timeout)
        except asyncio.TimeoutError:
            self.timeout = True
            await asyncio.get_running_loop().run_in_executor(None, self.kill)
            print(
                f"Stopped after {timeout} seconds, as its time was over: process "
                f"{self.process.pid}, '{' '.join(self.command)}'."
            )

    async def _ended(self) -> None:
        while self.returncode is None:
            await asyncio.sleep(_POLL)

    async def stream_log(
        self,
        stream: str,
        position: int | None = None,
        timeout_per_line: float | None = None,
        log_write_delay: float = 0.01,
    ) -> AsyncIterator[tuple[int, str]]:
        """`(position after it, line)` as lines come, until the command has ended; `position` goes
        on from an earlier one. Raises LogReadTimeoutError when a line takes longer than allowed.
        """
        self._started()
        if stream not in self.log_files:
            raise ValueError(f"There is no log {stream!r}; there are: {', '.join(self.log_files)}")
        with open(self.log_files[stream], "rb") as file:
            file.seek(position or 0)
            while True:
                line = await self._line_in_time(file, log_write_delay, timeout_per_line, stream)
                if not line:
                    return
                yield file.tell(), line.decode("utf-8", "replace").rstrip()

    async def _line_in_time(
        self, file: IO[bytes], delay: float, seconds: float | None, stream: str
    ) -> bytes:
        try:
            return await asyncio.wait_for(self._next_line(file, delay), seconds)
        except asyncio.TimeoutError:
            raise LogReadTimeoutError(f"No line on {stream} within {seconds} seconds") from None

    async def _next_line(self, file: IO[bytes], delay: float) -> bytes:
        """A whole line, or what is left at the end; empty when nothing is."""
        while True:
            await asyncio.sleep(delay)
            ended = self.returncode is not None and not any(t.is_alive() for t in self._copying)
            begin = file.tell()
            line = file.readline()
            if line.endswith(b"\n") or ended:
                return line
            file.seek(begin)

    async def emit_logs(
        self, stream: str = "stdout", custom_logger: Callable[..., None] = print
    ) -> None:
        """Gives every line of a stream to `custom_logger`, until the command has ended."""
        async for _, line in self.stream_log(stream):
            custom_logger(line)

    def kill(self, termination_timeout: float = 2) -> None:
        """Asks it and what it started to end, and makes them when the seconds are over."""
        if self.process is None:
            print("There is nothing to stop: it was not started.")
        elif self.returncode is None:
            end_processes(self.process, termination_timeout)

    def output(self, stream: str) -> str:
        """What it has printed so far."""
        with open(self.log_files[stream], encoding="utf-8", errors="replace") as file:
            return file.read()

    def cleanup(self) -> None:
        """Deletes the files of its output."""
        if self.temp_dir is not None:
            shutil.rmtree(self.temp_dir, ignore_errors=True)

    async def __aenter__(self) -> CommandManager:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.cleanup()


def _copy(pipe: IO[bytes], file: str) -> None:
    """Both streams are shown on our standard output, which notebooks show as well."""
    with pipe, open(file, "wb") as log:
        for line in pipe:
            log.write(line)
            log.flush()
            if sys.stdout is not None:
                write(sys.stdout, line.decode("utf-8", "replace"))


class SubprocessManager:
    """The commands of one Runner by process id."""

    def __init__(self) -> None:
        self.commands: dict[int, CommandManager] = {}

    def run_command(
        self,
        command: list[str],
        env: dict[str, str] | None = None,
        cwd: str | None = None,
        show_output: bool = False,
    ) -> int:
        """Starts it and returns its process id; `sync_wait` of the command waits."""
        started = CommandManager(command, _environment(env), cwd)
        pid = started.run(show_output=show_output)
        self.commands[pid] = started
        return pid

    async def async_run_command(
        self,
        command: list[str],
        env: dict[str, str] | None = None,
        cwd: str | None = None,
    ) -> int:
        started = CommandManager(command, _environment(env), cwd)
        pid = await started.async_run()
        self.commands[pid] = started
        return pid

    def get(self, pid: int) -> CommandManager | None:
        return self.commands.get(pid)

    def cleanup(self) -> None:
        for command in self.commands.values():
            command.cleanup()

    async def __aenter__(self) -> SubprocessManager:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.cleanup()


def _environment(env: dict[str, str] | None) -> dict[str, str]:
    """A flow that is started finds the same runtime, wherever this program found it. What makes a
    process a host of ours is not inherited: a step may start a Runner.
    """
    ours = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    made = dict(os.environ) if env is None else dict(env)
    paths = [path for path in made.get("PYTHONPATH", "").split(os.pathsep) if path]
    if ours not in paths:
        made["PYTHONPATH"] = os.pathsep.join([ours, *paths])
    for name in ("FLOWDECK_PROTOCOL", "FLOWDECK_HOSTED"):
        made.pop(name, None)
    return made
