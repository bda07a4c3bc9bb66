"""Makes the client of this process look at one datastore, wherever that lies."""

from __future__ import annotations

import os


def use_root(root: str) -> None:
    """`root`: of a datastore, usually a folder `.metaflow`."""
    from ...client import _scope
    from ...metadata_provider.local import LocalMetadataProvider

    folder, name = os.path.split(os.path.realpath(root))
    if name == LocalMetadataProvider.FOLDER and os.path.isdir(root):
        _scope.metadata(f"{LocalMetadataProvider.TYPE}@{folder}")
        return
    source = LocalMetadataProvider()
    source._root = root
    _scope._metadata = source
