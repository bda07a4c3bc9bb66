"""From the record of an artifact to its value. Where it lies is in the record; a `.metaflow` that
was moved is read where it is now.
"""

from __future__ import annotations

import json
import os
import pickle

from .._datastore.cas import BlobStore
from .._datastore.files import read_file
from .._foreach import publish_frames
from ..exception import MetaflowNotAvailable, StorageError, UnreadableArtifact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..metadata_provider.metadata import MetadataProvider

_ENCODINGS = frozenset({"pickle-v2", "pickle-v4", "gzip+pickle-v2", "gzip+pickle-v4"})


def load_value(record: dict[str, Any], path: Sequence[str], source: MetadataProvider) -> Any:
    """Raises StorageError (a missing or damaged blob) and UnreadableArtifact, which name the
    artifact.
    """
    pathspec = "/".join(path)
    encoding = record.get("content_type", "gzip+pickle-v2")
    if encoding not in _ENCODINGS:
        raise UnreadableArtifact(pathspec, ValueError(f"unknown encoding {encoding!r}"))
    data = read_blob(place_of(record, path, source), path[0], str(record["sha"]), pathspec)
    publish_frames()
    try:
        value = pickle.loads(data)
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableArtifact(pathspec, error) from error
    if type(value).__name__ == "IncludedFile" and hasattr(value, "decode"):
        return value.decode(path[-1])
    return value


def size_of(record: dict[str, Any], path: Sequence[str], source: MetadataProvider) -> int:
    """From `data.json`, where Metaflow keeps it."""
    root = place_of(record, path, source)
    file = f"{root}/{'/'.join(path[:4])}/{record.get('attempt_id', 0)}.data.json"
    try:
        return int(json.loads(read_file(file))["info"][path[4]]["size"])
    except FileNotFoundError:
        raise StorageError(f"The artifacts of this task are missing: {file}") from None
    except (KeyError, ValueError) as error:
        raise StorageError(f"The size of {'/'.join(path)} is not known ({error}): {file}") from None


def read_blob(root: str, flow: str, key: str, what: str) -> bytes:
    try:
        return BlobStore(root, flow).load(key)
    except StorageError as error:
        raise StorageError(f"{what} cannot be read. {error.message}") from error


def place_of(record: dict[str, Any], path: Sequence[str], source: MetadataProvider) -> str:
    """The root that holds the value."""
    location = str(record["location"])
    if location.startswith(":root:"):
        root = location[len(":root:") :]
    else:
        # Before roots were recorded: the blob's own path.
        root = location.rpartition(f"/{path[0]}/data/")[0]
    return root_of(str(record.get("ds_type", "local")), root, path[0], source)


def root_of(kind: str, root: str, flow: str, source: MetadataProvider) -> str:
    """A local root that holds `flow`: the recorded one, or where the metadata was found."""
    if kind not in ("local", "spin"):
        raise MetaflowNotAvailable(
            f"Data on {kind!r} ({root}) cannot be read by this version of Flowdeck yet"
        )
    here = getattr(source, "root", None)
    if here is not None and here != root and not os.path.isdir(f"{root}/{flow}"):
        return str(here)
    return root
