"""Loads the flow's modules from the code snapshot of the run, under their original paths.

Unchanged files (same size and modification time) are read where they lie, with Python's own caches;
changed and deleted ones come from the archive. Before the snapshot is known all come from disk.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib_external import (
    PathFinder,
    SourceFileLoader,
    decode_source,
    spec_from_file_location,
)

from .protocol import Snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any


class SnapshotFinder:
    """Stands before Python's own finder for files; does nothing until ``use`` is called."""

    def __init__(self) -> None:
        self._snapshot = Snapshot(folder="", archive="", files={})
        self._folders: tuple[str, ...] = ()
        self._sources: dict[str, bytes] | None = None

    def install(self) -> None:
        places = [place for place, one in enumerate(sys.meta_path) if one is PathFinder]
        sys.meta_path.insert(places[0] if places else len(sys.meta_path), self)

    def use(self, message: dict[str, Any]) -> None:
        """``message`` is the `snapshot` message."""
        self._snapshot = Snapshot.from_json(message)
        folder = self._snapshot.folder
        real = os.path.realpath(folder)
        self._folders = (folder,) if real == folder else (folder, real)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not self._folders:
            return None
        entries = list(sys.path if path is None else path)
        tail = name.rpartition(".")[2]
        if not any(self._candidates(entry, tail) for entry in entries):
            return None
        for entry in entries:
            candidates = self._candidates(entry, tail)
            spec = PathFinder.find_spec(name, [entry], target)
            if candidates:
                return self._spec(name, *candidates[0], spec)
            if spec is not None and spec.loader is not None:
                return spec
        return None

    def read_source(self, file: str) -> bytes:
        """A source file as it was when the run started; as it is when the snapshot lacks it."""
        relative = self._relative(file)
        if relative is None or self._is_unchanged(file, relative):
            with open(file, "rb") as source:
                return source.read()
        return self._archived(relative)

    def remember_lines(self) -> None:
        """Lets tracebacks show the snapshot's lines, whatever happens to the files."""
        import linecache

        for module in list(sys.modules.values()):
            file = getattr(module, "__dict__", {}).get("__file__")
            if isinstance(file, str) and self._relative(file) is not None:
                _put_into_linecache(linecache.cache, file, self._text(file))

    def _text(self, file: str) -> str:
        try:
            return decode_source(self.read_source(file))
        except (OSError, SyntaxError, UnicodeDecodeError):
            return ""

    def _candidates(self, entry: str, tail: str) -> list[tuple[str, str]]:
        """Files that ``import tail`` would find in this entry of a path, with their names in the
        snapshot.
        """
        module = os.path.join(os.path.abspath(entry), tail)
        files = (os.path.join(module, "__init__.py"), f"{module}.py")
        named = ((file, self._relative(file)) for file in files)
        return [(file, relative) for file, relative in named if relative is not None]

    def _relative(self, file: str) -> str | None:
        """The name in the snapshot, or None when the file is not part of it."""
        absolute = os.path.abspath(file)
        for folder in self._folders:
            if absolute.startswith(folder + os.sep):
                relative = absolute[len(folder) + 1 :].replace(os.sep, "/")
                return relative if relative in self._snapshot.files else None
        return None

    def _is_unchanged(self, file: str, relative: str) -> bool:
        try:
            now = os.stat(file)
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == self._snapshot.files[relative]

    def _spec(
        self, name: str, file: str, relative: str, on_disk: ModuleSpec | None
    ) -> ModuleSpec | None:
        same_file = on_disk is not None and on_disk.origin == file
        if same_file and self._is_unchanged(file, relative):
            return on_disk
        source = self._archived(relative)
        is_package = file.endswith("__init__.py")
        loader = _ArchiveLoader(name, file, source)
        folders = [os.path.dirname(file)] if is_package else None
        return spec_from_file_location(
            name, file, loader=loader, submodule_search_locations=folders
        )

    def _archived(self, relative: str) -> bytes:
        if self._sources is None:
            self._sources = _read_python_files(self._snapshot.archive)
        return self._sources[relative]


class _ArchiveLoader(SourceFileLoader):
    """A source loader whose bytes are known; leaves Python's bytecode caches alone."""

    def __init__(self, name: str, path: str, source: bytes) -> None:
        super().__init__(name, path)
        self._source = source

    def get_data(self, path: str) -> bytes:
        return self._source if path == self.path else super().get_data(path)

    def path_stats(self, path: str) -> dict[str, Any]:
        raise OSError(f"{path} comes from the run's snapshot")

    def exec_module(self, module: ModuleType) -> None:
        import linecache

        _put_into_linecache(linecache.cache, self.path, decode_source(self._source))
        super().exec_module(module)


def _put_into_linecache(cache: dict[str, Any], file: str, text: str) -> None:
    # An entry without a modification time is never checked against the disk.
    cache[file] = (len(text), None, text.splitlines(True), file)


def _read_python_files(archive: str) -> dict[str, bytes]:
    import tarfile

    sources = {}
    with tarfile.open(archive, "r:gz") as files:
        for member in files:
            content = files.extractfile(member) if member.name.endswith(".py") else None
            if content is not None:
                sources[member.name] = content.read()
    return sources
