"""`Runner`: a flow of another file, run from a program."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time

from ..exception import MetaflowNotFound
from ._words import FlowWords
from .subprocess_manager import CommandManager, SubprocessManager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import Any, TypeVar

    from ..client.core import Run, Task

    Executing = TypeVar("Executing", bound="ExecutingProcess")

_POLL = 0.02


class ExecutingProcess:
    """A command of a flow that goes on or is over. As a context manager it deletes the files of its
    output at the end.
    """

    def __init__(self, runner: Runner, command_obj: CommandManager) -> None:
        self.runner = runner
        self.command_obj = command_obj

    def __enter__(self: Executing) -> Executing:
        return self

    def __exit__(self, *exception: object) -> None:
        self.runner.cleanup()

    async def __aenter__(self: Executing) -> Executing:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.runner.cleanup()

    async def wait(
        self: Executing, timeout: float | None = None, stream: str | None = None
    ) -> Executing:
        """Until it has ended, printing `stream` (`stdout` or `stderr`) meanwhile. After `timeout`
        seconds it is ended, and `status` says so.
        """
        await self.command_obj.wait(timeout, stream)
        return self

    @property
    def returncode(self) -> int | None:
        """Of the process; None while it runs."""
        return self.command_obj.returncode

    @property
    def status(self) -> str:
        """`running`, `successful`, `failed` or `timeout`."""
        if self.command_obj.timeout:
            return "timeout"
        code = self.returncode
        if code is None:
            return "running"
        return "failed" if code else "successful"

    @property
    def stdout(self) -> str:
        """What the command printed so far."""
        return self.command_obj.output("stdout")

    @property
    def stderr(self) -> str:
        return self.command_obj.output("stderr")

    async def stream_log(
        self, stream: str, position: int | None = None
    ) -> AsyncIterator[tuple[int, str]]:
        """`(position, line)` as lines come; a position that it gave goes on from there."""
        async for place in self.command_obj.stream_log(stream, position):
            yield place


class ExecutingRun(ExecutingProcess):
    """`run` is the client's."""

    def __init__(self, runner: Runner, command_obj: CommandManager, run_obj: Run) -> None:
        super().__init__(runner, command_obj)
        self.run = run_obj


class ExecutingTask(ExecutingProcess):
    """`task` is the client's."""

    def __init__(self, runner: Runner, command_obj: CommandManager, task_obj: Task) -> None:
        super().__init__(runner, command_obj)
        self.task = task_obj


class Runner:
    """Runs the flow of a file: `Runner("flow.py", environment="local").run(alpha=5).run.data`.

    Keywords are the options that stand before the command, by the names of the command line with
    `_` for `-`; those of `run`, `resume` and `spin` are their options and the flow's parameters.
    Raises FileNotFoundError, and what importing the file raises.
    """

    def __init__(
        self,
        flow_file: str,
        show_output: bool = True,
        profile: str | None = None,
        env: dict[str, str] | None = None,
        cwd: str | None = None,
        file_read_timeout: int = 3600,
        **kwargs: Any,
    ) -> None:
        self.flow_file = os.path.abspath(flow_file)
        self.show_output = show_output
        self.env_vars = {**os.environ, **(env or {})}
        if profile:
            self.env_vars["METAFLOW_PROFILE"] = profile
        self.cwd = cwd or os.getcwd()
        self.file_read_timeout = file_read_timeout
        self.spm = SubprocessManager()
        self.top_level_kwargs = kwargs
        self._words = FlowWords(self.flow_file, self.cwd)

    def run(self, **kwargs: Any) -> ExecutingRun:
        """Runs the flow to its end. Raises RuntimeError when it could not even begin."""
        return self._executing_run(*self._to_its_end("run", kwargs))

    def resume(self, **kwargs: Any) -> ExecutingRun:
        """Resumes a run, to its end."""
        return self._executing_run(*self._to_its_end("resume", kwargs))

    def spin(self, pathspec: str, **kwargs: Any) -> ExecutingTask:
        """Runs one step again with the inputs of a past task. Raises RuntimeError when it fails."""
        command, place = self._to_its_end("spin", {"pathspec": pathspec, **kwargs})
        if command.returncode:
            _refuse(command)
        return self._executing_task(command, place)

    async def async_run(self, **kwargs: Any) -> ExecutingRun:
        """Returns as soon as the run has its id; `wait` waits for its end."""
        return self._executing_run(*await self._until_begun("run", kwargs))

    async def async_resume(self, **kwargs: Any) -> ExecutingRun:
        return self._executing_run(*await self._until_begun("resume", kwargs))

    async def async_spin(self, pathspec: str, **kwargs: Any) -> ExecutingTask:
        command, place = await self._until_begun("spin", {"pathspec": pathspec, **kwargs})
        while True:
            ended = command.returncode is not None
            try:
                return self._executing_task(command, place)
            except MetaflowNotFound:
                # Where it will be is known before it is there.
                if ended:
                    raise
            await asyncio.sleep(_POLL)

    def _to_its_end(
        self, name: str, values: Mapping[str, Any]
    ) -> tuple[CommandManager, dict[str, Any]]:
        with tempfile.TemporaryDirectory(prefix="metaflow-runner-") as folder:
            file = os.path.join(folder, "attributes.json")
            words = self._command(name, values, file)
            pid = self.spm.run_command(words, self.env_vars, self.cwd, self.show_output)
            command = self.spm.commands[pid]
            command.sync_wait()
            return command, _read(file) or _refuse(command)

    async def _until_begun(
        self, name: str, values: Mapping[str, Any]
    ) -> tuple[CommandManager, dict[str, Any]]:
        with tempfile.TemporaryDirectory(prefix="metaflow-runner-") as folder:
            file = os.path.join(folder, "attributes.json")
            words = self._command(name, values, file)
            pid = await self.spm.async_run_command(words, self.env_vars, self.cwd)
            command = self.spm.commands[pid]
            until = time.monotonic() + self.file_read_timeout
            while time.monotonic() < until:
                ended = command.returncode is not None
                attributes = _read(file)
                if attributes is not None:
                    return command, attributes
                if ended:
                    break
                await asyncio.sleep(_POLL)
            return command, _refuse(command)

    def _command(self, name: str, values: Mapping[str, Any], file: str) -> list[str]:
        values = {"runner_attribute_file": file, **values}
        return [sys.executable, *self._words.of(self.top_level_kwargs, name, values)]

    def _executing_run(self, command: CommandManager, place: dict[str, Any]) -> ExecutingRun:
        from ..client.core import Run

        run = Run(
            f"{place['flow_name']}/{place['run_id']}",
            _namespace_check=False,
            _current_metadata=place.get("metadata"),
        )
        return ExecutingRun(self, command, run)

    def _executing_task(self, command: CommandManager, place: dict[str, Any]) -> ExecutingTask:
        from ..client.core import Task

        names = ("flow_name", "run_id", "step_name", "task_id")
        task = Task(
            "/".join(str(place[name]) for name in names),
            _namespace_check=False,
            _current_metadata=place.get("metadata"),
        )
        return ExecutingTask(self, command, task)

    def cleanup(self) -> None:
        """Deletes the files of what its commands printed."""
        self.spm.cleanup()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *exception: object) -> None:
        self.cleanup()

    async def __aenter__(self) -> Runner:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.cleanup()


def _read(file: str) -> dict[str, Any] | None:
    """None until all of it is written."""
    try:
        with open(file, encoding="utf-8") as content:
            return dict(json.loads(content.read()))
    except (FileNotFoundError, ValueError):
        return None


def _refuse(command: CommandManager) -> dict[str, Any]:
    """The command never came to a run: what it said is why."""
    told = f"Error executing: '{' '.join(command.command)}':\n"
    for stream in ("stdout", "stderr"):
        said = command.output(stream)
        if said.strip():
            told += f"\n{stream.capitalize()}:\n{said}\n"
    raise RuntimeError(told)
