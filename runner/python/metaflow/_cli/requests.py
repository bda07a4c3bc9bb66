"""From the values of a command line to the FlowCommand that the runner carries out."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .invocation import Invocation

_MIB = 1024 * 1024


def base_request(invocation: Invocation, command: str) -> dict[str, Any]:
    """What every command has; `runner/compute/protocol.ts` says what each field means."""
    values = invocation.values
    request: dict[str, Any] = {
        "command": command,
        "values": {},
        "tags": list(values.get("tags") or ()),
        "systemTags": list(invocation.system_tags),
        "maxWorkers": values.get("max_workers", 16),
        "maxNumSplits": values.get("max_num_splits", 100),
        "maxLogSize": values.get("max_log_size", 10) * _MIB,
        "quiet": invocation.quiet,
    }
    paths = {
        "runIdFile": values.get("run_id_file"),
        "runnerAttributeFile": values.get("runner_attribute_file"),
        "datastoreRoot": invocation.top.get("datastore_root"),
    }
    request.update({name: os.path.abspath(path) for name, path in paths.items() if path})
    return request


def check_tags(tags: list[str]) -> None:
    from metaflow.tagging_util import validate_tags

    validate_tags(tags)
