"""``package``: which of the flow's files a run keeps."""

from __future__ import annotations

import os

from metaflow._cli.command import Argument, Command, Group, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaflow._cli.invocation import Invocation

# As `runner/snapshot/sources.ts` finds them.
_NOT_CODE = frozenset({"__pycache__", "node_modules"})
_ENVIRONMENT_MARK = "pyvenv.cfg"


def _files(invocation: Invocation) -> list[tuple[str, str]]:
    """Absolute path and the name in the package, by name."""
    folder = os.path.dirname(invocation.file)
    suffixes = tuple(
        one.strip() for one in invocation.top["package_suffixes"].split(",") if one.strip()
    )
    found = {os.path.basename(invocation.file): invocation.file}
    for path in _walk(folder):
        if path.endswith(suffixes):
            found[os.path.relpath(path, folder).replace(os.sep, "/")] = path
    return [(found[name], name) for name in sorted(found)]


def _walk(folder: str) -> Iterator[str]:
    seen = set()
    for current, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(current)
        if real in seen or (current != folder and _ENVIRONMENT_MARK in files):
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [one for one in folders if one[0] != "." and one not in _NOT_CODE]
        yield from (os.path.join(current, one) for one in files if one[0] != ".")


def _info(invocation: Invocation) -> int:
    from metaflow import __version__

    files = _files(invocation)
    size = sum(os.path.getsize(path) for path, _ in files)
    suffixes = ", ".join(invocation.top["package_suffixes"].split(","))
    invocation.echo_always(
        f"Package size: {size / 1024 / 1024:.2f} MB\nNumber of files: {len(files)}\n\n"
        f"Metaflow version: {__version__}\n\n"
        f"User code in flow {invocation.flow_name}:\n"
        f"  - Packaged from directory {os.path.dirname(invocation.file)}/\n"
        f"  - Filtered by suffixes: {suffixes}\n",
        no_bold=True,
    )
    return 0


def _list(invocation: Invocation) -> int:
    invocation.echo(
        "What the code package consists of (--package-suffixes changes it):", fg="magenta"
    )
    for path, name in _files(invocation):
        invocation.echo_always(name if invocation.values["archive"] else path, no_bold=True)
    return 0


def _save(invocation: Invocation) -> int:
    import tarfile

    target = invocation.values["path"]
    with tarfile.open(target, "w:gz") as archive:
        for path, name in _files(invocation):
            archive.add(path, name)
    invocation.echo(f"The code package is in *{target}*", fg="magenta")
    return 0


COMMAND = Group(
    "package",
    "See which files make up the flow's code package, or save it.",
    options=[Option("--timeout", default=60, help="How many seconds packaging may take.")],
    commands=[
        Command("info", "Tell where the files come from and how they are chosen.", run=_info),
        Command(
            "list",
            "List the files of the code package.",
            options=[
                Option(
                    "--archive/--no-archive",
                    default=False,
                    show_default=True,
                    help="Print the paths inside the package, not those on this machine.",
                )
            ],
            run=_list,
        ),
        Command(
            "save",
            "Write the code package to a file (.tar.gz).",
            arguments=[Argument("path")],
            run=_save,
        ),
    ],
)
