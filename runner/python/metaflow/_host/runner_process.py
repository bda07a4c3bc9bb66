"""Starts the runner (Node) with two pipes to this process."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess

#: The pipes' numbers in the runner: where it reads, where it writes.
_READ, _WRITE = 3, 4
_ABOVE = 10


class RunnerProcess:
    """``read_fd`` brings requests of the runner, ``write_fd`` takes replies."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self.read_fd = read_fd
        self.write_fd = write_fd

    def close(self) -> None:
        """The host is done: the runner sees the end of its replies. (A thread may still read the
        requests, so their end is left to the end of this process.)
        """
        os.close(self.write_fd)

    def wait(self) -> int:
        """The exit code; negative when a signal ended it."""
        raise NotImplementedError


class _Spawned(RunnerProcess):
    def __init__(self, read_fd: int, write_fd: int, pid: int) -> None:
        super().__init__(read_fd, write_fd)
        self._pid = pid

    def wait(self) -> int:
        try:
            _, status = os.waitpid(self._pid, 0)
        except ChildProcessError:
            # The host reaps whatever child of this process ends.
            from .nursery import other_ends

            status = other_ends.get(self._pid, 1 << 8)
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


class _Started(RunnerProcess):
    def __init__(self, read_fd: int, write_fd: int, process: subprocess.Popen[bytes]) -> None:
        super().__init__(read_fd, write_fd)
        self._process = process

    def wait(self) -> int:
        return self._process.wait()


def start_runner(command: list[str], environment: dict[str, str]) -> RunnerProcess:
    """``command``: node, the runner's file, its command, then options."""
    if sys.platform == "win32":
        from .runner_socket import connect

        read_fd, write_fd, process = connect(command, environment)
        return _Started(read_fd, write_fd, process)
    return _spawn(command, environment)


def _spawn(command: list[str], environment: dict[str, str]) -> RunnerProcess:
    """Without `subprocess`, whose import costs more than the rest."""
    requests_fd, its_write = os.pipe()
    its_read, replies_fd = os.pipe()
    # dup2 onto itself would leave a descriptor closed-on-exec.
    ends = [_lifted(its_read), _lifted(its_write)]
    nothing = os.open(os.devnull, os.O_RDONLY)
    try:
        pid = os.posix_spawn(
            command[0],
            [*command[:3], str(_READ), str(_WRITE), *command[3:]],
            environment,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, nothing, 0),
                (os.POSIX_SPAWN_DUP2, ends[0], _READ),
                (os.POSIX_SPAWN_DUP2, ends[1], _WRITE),
            ],
        )
    finally:
        for fd in (*ends, nothing):
            os.close(fd)
    return _Spawned(requests_fd, replies_fd, pid)


def _lifted(fd: int) -> int:
    import fcntl

    lifted = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _ABOVE)
    os.close(fd)
    return int(lifted)
