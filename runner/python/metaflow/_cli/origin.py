"""Which run a resumed or spun one starts from."""

from __future__ import annotations

import os

from metaflow.exception import CommandException


def latest_run(root: str, flow_name: str) -> str | None:
    """The id of the flow's latest run in this datastore, as the runs themselves note it."""
    try:
        with open(os.path.join(root, flow_name, "latest_run"), encoding="utf-8") as file:
            return file.read().strip() or None
    except OSError:
        return None


def origin_of(root: str, flow_name: str, given: str | None) -> str:
    found = given or latest_run(root, flow_name)
    if found is None:
        raise CommandException(
            "There is no earlier run to go on from here. Name one with --origin-run-id."
        )
    return found
