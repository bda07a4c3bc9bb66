"""How tags are listed: in columns for people, line by line with ``--quiet`` for scripts."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from metaflow._cli.invocation import Invocation
    from metaflow.client.core import Run

_WIDTH = 120
_GAP = 4
_HEAD = (
    "\nSystem tags and *tags*; only *tags* can be modified\n"
    "--------------------------------------------------------\n"
)


def show_run(invocation: Invocation, run: Run) -> None:
    invocation.echo(_HEAD, err=False)
    _show_group(invocation, run.pathspec, run.system_tags, run.tags, True)


def show_runs(invocation: Invocation, runs: Sequence[Run]) -> None:
    """Of all runs together, or of each with ``--group-by-run``."""
    invocation.echo(_HEAD, err=False)
    if invocation.values["group_by_run"]:
        for run in sorted(runs, key=lambda run: run.pathspec):
            system, tags = _tags_of(invocation, [run])
            _show_group(invocation, run.pathspec, system, tags, len(runs) == 1)
    else:
        system, tags = _tags_of(invocation, runs)
        _show_group(invocation, ",".join(run.pathspec for run in runs), system, tags, True)


def show_flat(invocation: Invocation, runs: Sequence[Run]) -> None:
    for tag in sorted(_tags_of(invocation, runs)[1]):
        invocation.echo(tag)


def show_by_tag(invocation: Invocation, runs: Sequence[Run]) -> None:
    invocation.echo(_HEAD, err=False)
    groups: dict[tuple[str, bool], list[str]] = {}
    for run in runs:
        for tag in run.user_tags - run.system_tags:
            groups.setdefault((tag, False), []).append(run.pathspec)
        for tag in () if invocation.values["hide_system_tags"] else run.system_tags:
            groups.setdefault((tag, True), []).append(run.pathspec)
    for (tag, is_system), pathspecs in sorted(groups.items()):
        if invocation.quiet:
            kind = "system" if is_system else "user"
            invocation.echo_always(f"{kind}:{tag} ; {','.join(pathspecs)}")
        else:
            title = f"For tag {tag if is_system else f'*{tag}*'}"
            lines = _columns(sorted(pathspecs), ())
            invocation.echo("\n".join([title, *lines, ""]), err=False)


def _tags_of(invocation: Invocation, runs: Iterable[Run]) -> tuple[set[str], set[str]]:
    """The system tags, and all that are to be shown."""
    system: set[str] = set()
    shown: set[str] = set()
    for run in runs:
        system.update(run.system_tags)
        shown.update(run.tags)
    if invocation.values["hide_system_tags"]:
        return set(), shown - system
    return system, shown


def _show_group(
    invocation: Invocation,
    runs: str,
    system: Iterable[str],
    tags: Iterable[str],
    alone: bool,
) -> None:
    if invocation.quiet:
        own = sorted(set(tags) - set(system))
        columns = [runs, ",".join(sorted(system)), ",".join(own)]
        invocation.echo_always(" ; ".join(columns))
        return
    title = [] if alone else [f"For run {runs}"]
    lines = _columns(sorted(tags), set(tags) - set(system))
    invocation.echo("\n".join([*title, *lines, ""]), err=False)


def _columns(words: Sequence[str], starred: Iterable[str]) -> list[str]:
    """Down, then right. Stars around a word are not printed, so they take no room."""
    widest = max(map(len, words), default=0)
    columns = (_WIDTH + _GAP) // (widest + _GAP)
    rows = len(words) if columns == 0 else (len(words) + columns - 1) // columns
    columns = max(columns, 1)
    marked = set(starred)
    cells = [
        f"*{word}*" + " " * (widest - len(word)) if word in marked else word.ljust(widest)
        for word in words
    ]
    cells += [" ".ljust(widest)] * (rows * columns - len(words))
    gap = " " * _GAP
    return [gap.join(cells[row + at * rows] for at in range(columns)) for row in range(rows)]
