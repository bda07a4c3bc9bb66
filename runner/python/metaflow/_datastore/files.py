"""Reading and atomically writing files of a local root. Every OSError becomes a StorageError that
names the file.
"""

from __future__ import annotations

import os
from itertools import count

from ..exception import StorageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Union

    Piece = Union[bytes, bytearray, memoryview]

_serial = count()
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OLD = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def write_file(path: str, pieces: Iterable[Piece]) -> None:
    """Writes under a temporary name in the same folder, then renames. Makes missing folders.

    `path` is a root and a key with a `/` between them.
    """
    folder, _, name = path.rpartition("/")
    # Hidden: readers look for files by how their names begin.
    temporary = f"{folder}/.{name}.{os.getpid()}-{next(_serial)}.tmp"
    try:
        try:
            descriptor = os.open(temporary, _NEW, 0o644)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
            descriptor = os.open(temporary, _NEW, 0o644)
        try:
            for piece in pieces:
                _write_all(descriptor, piece)
        except BaseException:
            os.close(descriptor)
            os.unlink(temporary)
            raise
        os.close(descriptor)
        os.replace(temporary, path)
    except OSError as error:
        raise storage_error("write", path, error) from error


def _write_all(descriptor: int, piece: Piece) -> None:
    written = os.write(descriptor, piece)
    if written == len(piece):
        return
    view = memoryview(piece)
    while written < len(view):
        written += os.write(descriptor, view[written:])


def read_file(path: str) -> bytes:
    """The whole file. Raises FileNotFoundError as it is: absence is often an answer."""
    try:
        descriptor = os.open(path, _OLD)
        try:
            # One read more than the size says: tells the end, and costs less than a file object.
            pieces = [os.read(descriptor, os.fstat(descriptor).st_size + 1)]
            while pieces[-1]:
                pieces.append(os.read(descriptor, 1 << 24))
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise storage_error("read", path, error) from error
    return pieces[0] if len(pieces) <= 2 else b"".join(pieces)


def storage_error(verb: str, path: str, error: OSError) -> StorageError:
    import errno

    text = f"Could not {verb} {path}: {error.strerror or error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        text += ". Free some space and run again; what had finished is kept"
    elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        text += ". Allow writing there, or set METAFLOW_DATASTORE_SYSROOT_LOCAL to another folder"
    return StorageError(text)
