"""Changing the tags of a run. Nobody locks: written, read back, and tried again when another was
faster.
"""

from __future__ import annotations

import time

from ..exception import MetaflowTaggingError
from ..tagging_util import validate_tag, validate_tags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .local import LocalMetadataProvider

_TRIES = 5


def change_tags(
    store: LocalMetadataProvider, flow: str, run: str, add: Iterable[str], remove: Iterable[str]
) -> frozenset[str]:
    """Removes, then adds; a system tag is not added again. Returns the user tags that are there
    then.
    """
    adding, removing = _checked(add, "add"), _checked(remove, "remove")
    if not adding and not removing:
        raise MetaflowTaggingError("Name at least one tag to add or to remove")
    for attempt in range(_TRIES):
        tags = _change_once(store, flow, run, adding, removing)
        if tags is not None:
            return tags
        time.sleep(0.3 * 1.2**attempt)
    raise MetaflowTaggingError(
        f"The tags of {flow}/{run} could not be changed: other processes change them all the time"
    )


def _checked(tags: Iterable[str], what: str) -> frozenset[str]:
    if isinstance(tags, (str, bytes)):
        raise MetaflowTaggingError(f"The tags to {what} must be a list of texts, not one text")
    try:
        texts = list(tags)
    except TypeError:
        raise MetaflowTaggingError(f"The tags to {what} must be a list of texts") from None
    for tag in texts:
        validate_tag(tag)
    return frozenset(texts)


def _change_once(
    store: LocalMetadataProvider, flow: str, run: str, add: frozenset[str], remove: frozenset[str]
) -> frozenset[str] | None:
    """None when what was written is gone again."""
    record = _record(store, flow, run)
    present, system = frozenset(record.get("tags", [])), frozenset(record.get("system_tags", []))
    if remove & system:
        raise MetaflowTaggingError(
            f"System tags stay as they are, so these can't be removed: {sorted(remove & system)}"
        )
    adding = add - system
    wanted = (present - remove) | adding
    if wanted == present:
        return wanted
    validate_tags(wanted, existing_tags=present)
    _write(store, record, flow, run, wanted)
    after = frozenset(_record(store, flow, run).get("tags", []))
    lost = (adding - after) or ((remove & after) - adding)
    return None if lost else after


def _record(store: LocalMetadataProvider, flow: str, run: str) -> dict[str, Any]:
    record = store.find(flow, run)
    if record is None:
        raise MetaflowTaggingError(f"There is no run {flow}/{run}")
    return record


def _write(
    store: LocalMetadataProvider, record: dict[str, Any], flow: str, run: str, tags: frozenset[str]
) -> None:
    """As Metaflow: who tags becomes the owner, and the time is that of the change."""
    import json

    from .._cli.place import user_name
    from .._datastore.files import write_file
    from .._datastore.layout import run_self

    changed = {
        **record,
        "user_name": user_name(),
        "tags": sorted(tags),
        "ts_epoch": time.time_ns() // 1_000_000,
    }
    write_file(f"{store.root}/{run_self(flow, run)}", [json.dumps(changed).encode()])
