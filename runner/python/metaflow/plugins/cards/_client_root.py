"""Makes the client of this process look at one datastore, wherever that lies."""

from __future__ import annotations

import os


def use_root(root: str) -> None:
    """`root`: of a datastore, usually a folder `.metaflow`."""
    from ...client import _scope
    from ...metadata_provider.local import LocalMetadata

    folder, name = os.path.split(os.path.realpath(root))
    if name == LocalMetadata.FOLDER and os.path.isdir(root):
        _scope.metadata(f"{LocalMetadata.TYPE}@{folder}")
        return
    source = LocalMetadata()
    source._root = root
    _scope._metadata = source
