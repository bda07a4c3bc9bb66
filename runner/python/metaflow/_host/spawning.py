"""Starts fresh interpreters that can be talked to, on systems with and without file descriptors."""

from __future__ import annotations

import os
import subprocess
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_BOOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "boot.py")


def start_interpreter(
    passed: tuple[int, ...], env: Mapping[str, str], cwd: str
) -> subprocess.Popen[bytes]:
    """Runs boot.py with these descriptors, as the leader of its own process group."""
    command = [sys.executable, *subprocess._args_from_interpreter_flags(), _BOOT]  # type: ignore[attr-defined]
    if sys.platform == "win32":
        return _start_on_windows(command, passed, env, cwd)
    return subprocess.Popen(
        command,
        pass_fds=passed,
        env={**env, "FLOWDECK_PROTOCOL": ",".join(map(str, passed))},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _start_on_windows(
    command: list[str], passed: tuple[int, ...], env: Mapping[str, str], cwd: str
) -> subprocess.Popen[bytes]:
    """Windows passes handles; boot.py makes descriptors of them again."""
    import msvcrt

    handles = [msvcrt.get_osfhandle(fd) for fd in passed]  # type: ignore[attr-defined]
    for handle in handles:
        os.set_handle_inheritable(handle, True)  # type: ignore[attr-defined]
    startup = subprocess.STARTUPINFO()  # type: ignore[attr-defined]
    startup.lpAttributeList = {"handle_list": handles}
    return subprocess.Popen(
        command,
        startupinfo=startup,
        creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,  # type: ignore[attr-defined]
        close_fds=False,
        env={**env, "FLOWDECK_PROTOCOL": ",".join(f"h{handle}" for handle in handles)},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
    )
