"""The content-addressed store of a flow: key = sha1 of the bytes, file = those bytes gzipped."""

from __future__ import annotations

import contextlib
import importlib
import os
import zlib

from ..exception import StorageError
from . import layout
from .files import read_file, write_file
from .pack import GZIP, pack, unpack

# hashlib loads OpenSSL, which costs more than a whole task and pays only for big data (8 times
# faster).
_OPENSSL_FROM = 256 << 10

try:
    _small_sha1 = importlib.import_module("_sha1").sha1
except ImportError:
    _small_sha1 = None

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def key_of(data: bytes) -> str:
    if _small_sha1 is not None and len(data) < _OPENSSL_FROM:
        return str(_small_sha1(data).hexdigest())
    from hashlib import sha1

    return sha1(data).hexdigest()


class BlobStore:
    """`known` are keys that certainly exist, so that they cost no stat. `behind`: a root where
    blobs are read that this one does not have.
    """

    def __init__(self, root: str, flow: str, behind: str | None = None) -> None:
        self.root = root
        self.flow = flow
        self.behind = behind
        self.known: set[str] = set()

    def save(self, data: bytes) -> str:
        """Stores `data` unless it is there, and returns its key."""
        key = key_of(data)
        if key in self.known:
            return key
        path = self._path(key)
        if not os.path.exists(path):
            write_file(path, pack(data))
        self.known.add(key)
        return key

    def adopt(self, keys: Iterable[str]) -> None:
        """Brings blobs over from the root behind."""
        for key in keys:
            path = self._path(key)
            if self.behind is None or os.path.exists(path):
                continue
            source = f"{self.behind}/{layout.blob(self.flow, key)}"
            with contextlib.suppress(FileNotFoundError):
                write_file(path, [read_file(source)])
                write_file(f"{path}_meta", [read_file(f"{source}_meta")])

    def load(self, key: str) -> bytes:
        path = self._path(key)
        if self.behind is not None and not os.path.exists(path):
            path = f"{self.behind}/{layout.blob(self.flow, key)}"
        try:
            packed = read_file(path)
        except FileNotFoundError:
            raise StorageError(f"The blob {key} is missing: {path}") from None
        try:
            # Artifacts are pickles: what begins like gzip is gzip and needs no look at its header.
            return packed if packed[:2] != GZIP and _is_raw(path) else unpack(packed)
        except zlib.error as error:
            raise StorageError(f"The blob {key} is damaged ({error}): {path}") from None

    def _path(self, key: str) -> str:
        return f"{self.root}/{layout.blob(self.flow, key)}"


def _is_raw(path: str) -> bool:
    """Metaflow says so in a file beside the blob; without one a blob is gzip."""
    try:
        header = read_file(f"{path}_meta")
    except FileNotFoundError:
        return False
    import json

    return bool(json.loads(header).get("cas_raw", False))
