"""``logs``: what tasks printed (``logs show``, or just ``logs``), and making it unreadable
(``logs scrub``).
"""

from __future__ import annotations

import os
import sys

from metaflow._cli.command import Argument, Command, Group, Option
from metaflow._datastore.files import read_file, write_file
from metaflow.exception import CommandException, StorageError
from metaflow.mflog import LOG_SOURCES

from ._tasks import announce, asked_for, no_attempt, stored_tasks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from metaflow._cli.invocation import Invocation

    from ._tasks import StoredTask


def _show(invocation: Invocation) -> int:
    which = asked_for(invocation.values["input_path"])
    tasks = stored_tasks(invocation, which)
    if not tasks and which.task is not None:
        raise no_attempt(invocation, which)
    if not tasks:
        raise CommandException("There is no such task, or it has not started yet")
    attempt: int | None = invocation.values["attempt"]
    for task in tasks:
        announce(invocation, "logs", task)
        for stream in _streams(invocation.values):
            invocation.echo(stream, bold=True)
            number = task.newest if attempt is None else attempt
            _show_stream(invocation, task, number or 0, stream)
    return 0


def _streams(values: dict[str, Any]) -> Sequence[str]:
    chosen = [stream for stream in ("stdout", "stderr") if values[stream]]
    return chosen or (["stdout", "stderr"] if values["both"] else [])


def _show_stream(invocation: Invocation, task: StoredTask, attempt: int, stream: str) -> None:
    timestamps = invocation.values["timestamps"]
    logs = [_read(task.file(attempt, f"{source}_{stream}.log")) for source in LOG_SOURCES]
    if any(logs):
        _print_lines(logs, timestamps)
        return
    old = _read(task.file(attempt, f"{stream}.log"))
    if old and timestamps:
        raise CommandException("The logs of this old run have no timestamps")
    _print(old)


def _print_lines(logs: list[bytes], timestamps: bool) -> None:
    from metaflow.mflog.mflog import merge_logs, utc_to_local

    for line in merge_logs(logs):
        at = b""
        if timestamps:
            local = utc_to_local(line.utc_tstamp)
            at = f"{local:%Y-%m-%d %H:%M:%S.%f}"[:-3].encode() + b" "
        _print(at + line.msg + b"\n")


def _print(text: bytes) -> None:
    from metaflow._cli.echo import write

    write(sys.stdout, text.decode("utf-8", "replace"))


def _read(file: str) -> bytes:
    try:
        return read_file(file)
    except FileNotFoundError:
        return b""


def _scrub(invocation: Invocation) -> int:
    values = invocation.values
    which = asked_for(values["input_path"])
    chosen = [
        (task, attempt)
        for task in stored_tasks(invocation, which)
        for attempt in _attempts_to_scrub(task, values)
    ]
    if not chosen:
        raise CommandException(
            "There is no such task, or it has not finished yet.\n"
            "Add --include-not-done to scrub tasks that will never finish."
        )
    for task, attempt in chosen:
        failed = [s for s in _streams(values) if not _scrub_stream(task, attempt, s)]
        place = f"{task.pathspec} - attempt {attempt}"
        if failed:
            invocation.echo_always(f"Could not scrub *{','.join(failed)}* of {place}")
        else:
            invocation.echo(f"Scrubbed: {place}")
    return 0


def _attempts_to_scrub(task: StoredTask, values: dict[str, Any]) -> list[int]:
    newest, only = task.newest, values["attempt"]
    present = task.begun if values["include_not_done"] else task.done
    if not values["latest"]:
        return [each for each in present if only is None or each <= only]
    wanted = newest if only is None else only
    return [wanted] if wanted is not None and wanted in present else []


def _scrub_stream(task: StoredTask, attempt: int, stream: str) -> bool:
    names = {f"{source}_{stream}.log": source for source in LOG_SOURCES}
    names[f"{stream}.log"] = stream
    try:
        for name, source in names.items():
            file = task.file(attempt, name)
            if os.path.exists(file):
                write_file(file, [f"[REDACTED {source} {stream}]".encode()])
    except StorageError:
        return False
    return True


def _options(verb: str, whose: str) -> list[Option]:
    shown = [("stdout", "stdout"), ("stderr", "stderr"), ("both", "both stdout and stderr")]
    streams = [
        Option(
            f"--{name}/--no-{name}",
            default=name == "both",
            show_default=True,
            help=f"{verb} {what} of the {whose}.",
        )
        for name, what in shown
    ]
    attempt = Option(
        "--attempt",
        type=int,
        help=f"Which attempt to {verb.lower()}, counted from 0; the latest when left out.",
    )
    return [*streams, attempt]


_PATH = (
    "of one task or of a step's tasks. INPUT-PATH is <run_id>/<step_name> for all tasks of the "
    "step, <run_id>/<step_name>/<task_id> for one."
)

_SHOW = Command(
    "show",
    f"Show stdout/stderr {_PATH}",
    arguments=[Argument("input-path")],
    options=[
        *_options("Show", "task"),
        Option(
            "--timestamps/--no-timestamps",
            default=False,
            show_default=True,
            help="Begin each line with its time.",
        ),
    ],
    run=_show,
)

_SCRUB = Command(
    "scrub",
    f"Scrub stdout/stderr {_PATH}",
    arguments=[Argument("input-path")],
    options=[
        *_options("Scrub", "step or task"),
        Option(
            "--latest/--all",
            default=True,
            help="Scrub the last attempt of each task, or all attempts.",
        ),
        Option(
            "--include-not-done",
            is_flag=True,
            help="Scrub unfinished tasks as well, for example those that crashed.",
        ),
    ],
    run=_scrub,
)

COMMAND = Group(
    "logs", "Show or erase what tasks have printed.", commands=[_SCRUB, _SHOW], default="show"
)
