"""What git says of a folder."""

from __future__ import annotations

import subprocess

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any


def get_repository_info(path: str | os.PathLike[str]) -> dict[str, Any]:
    """`repo_url`, `branch_name`, `commit_sha` and `has_uncommitted_changes`; empty outside of a
    repository, and without git.
    """
    if _git(path, "rev-parse", "--is-inside-work-tree") != "true":
        return {}
    return {
        "repo_url": _as_link(_git(path, "config", "--get", "remote.origin.url")),
        "branch_name": _git(path, "rev-parse", "--abbrev-ref", "HEAD"),
        "commit_sha": _git(path, "rev-parse", "HEAD"),
        "has_uncommitted_changes": _git(path, "diff-index", "--quiet", "HEAD", "--") is None,
    }


def _git(path: str | os.PathLike[str], *arguments: str) -> str | None:
    """None when git says no."""
    try:
        ran = subprocess.run(
            ["git", *arguments], cwd=path, capture_output=True, text=True, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout.strip() if ran.returncode == 0 else None


def _as_link(url: str | None) -> str | None:
    """`git@host:team/repo` as an address that browsers open."""
    if url is None or not url.startswith("git@"):
        return url
    host, colon, repository = url[len("git@") :].partition(":")
    return f"https://{host}/{repository}" if colon else url
