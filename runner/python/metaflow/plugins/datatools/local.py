"""`Local`: files by the interface that S3 has."""

from __future__ import annotations

import os

from ...exception import MetaflowException

_SCHEME = "local://"


class MetaflowLocalURLException(MetaflowException):
    headline = "Invalid path"


class MetaflowLocalNotFound(MetaflowException):
    headline = "Local object not found"


class LocalObject:
    """A file, if there is one."""

    def __init__(self, url: str, path: str | None) -> None:
        self.url = url
        self.path = path if path and os.path.exists(path) else None

    @property
    def exists(self) -> bool:
        return self.path is not None and os.path.isfile(self.path)

    @property
    def size(self) -> int | None:
        """Bytes; None when there is no file."""
        return None if self.path is None else os.stat(self.path).st_size


class Local:
    """`with Local() as files: files.get(path)`"""

    TYPE = "local"

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def get(self, key: str | None = None, return_missing: bool = False) -> LocalObject:
        path = _path_of(key or "")
        url = f"{_SCHEME}{path}"
        if not os.path.isfile(path):
            if not return_missing:
                raise MetaflowLocalNotFound(f"There is no file at '{url}'")
            return LocalObject(url, None)
        return LocalObject(url, path)

    def put(self, key: str, obj: str | bytes, overwrite: bool = True) -> str:
        """Writes text or bytes; returns the address. A file that is there stays unless
        `overwrite`.
        """
        path = _path_of(key)
        if overwrite or not os.path.exists(path):
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            with open(path, "wb") as file:
                file.write(obj.encode("utf-8") if isinstance(obj, str) else obj)
        return f"{_SCHEME}{path}"


def _path_of(key: str) -> str:
    return key[len(_SCHEME) :] if key.startswith(_SCHEME) else key
