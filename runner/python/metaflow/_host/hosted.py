"""``python flow.py run``: this process is the host of a runner that it starts itself.

The runner has the terminal. Signals of the terminal reach both; this process only passes them on,
and the runner decides. When the runner is gone, all tasks end; then this process exits with the
runner's exit code.
"""

from __future__ import annotations

import os
import sys

from .channel import LineReader
from .host import Host, described_message, further_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .runner_process import RunnerProcess

#: When the runner was ended by a signal, as a shell would say it.
_BY_SIGNAL = 128


def serve_runner(
    flow_class: type,
    file: str,
    request: dict[str, Any],
    runner_command: list[str],
    variables: dict[str, str],
) -> int:
    """Describes the flow, starts the runner on it (with ``variables`` in its environment), serves
    it, and returns its exit code.
    """
    from .origin import environment_before, inherited_handles
    from .outcome import ignored_signals
    from .safety import why_not_fork
    from .watching import seeds_since_import

    why = why_not_fork(inherited_handles())
    message = described_message(flow_class, file, why, request)
    work = {"file": file, "flow": flow_class.__name__, "argv": further_words(sys.argv[1:], request)}
    message["argv"] = work["argv"]
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    from .runner_process import start_runner

    ignoring = [word for name in ignored_signals() for word in ("--ignore", name)]
    environment = {**os.environ, **variables}
    # What an editor's debugger wants of Node programs is not for ours.
    environment.pop("NODE_OPTIONS", None)
    runner = start_runner([*runner_command, *ignoring], environment)
    host = Host(LineReader(runner.read_fd), runner.write_fd, environment_before())
    host.watch_on(seeds_since_import())
    code = host.serve_described(flow_class, message, work, passes_signals=True)
    runner.close()
    return _wait(runner) or code


def _wait(runner: RunnerProcess) -> int:
    code = runner.wait()
    return code if code >= 0 else _BY_SIGNAL - code
