"""`cmd`: a shell command with files that go in and files that come out."""

from __future__ import annotations

import subprocess

from .exception import ExternalCommandFailed
from .util import to_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


def cmd(cmdline: str, input: Mapping[str, Any], output: Sequence[str]) -> bytes | list[bytes]:
    """Writes `input` (content by path), runs the command, and returns what the files `output` hold:
    of a single one its bytes. Raises ExternalCommandFailed.
    """
    for path, data in input.items():
        with open(path, "wb") as file:
            file.write(to_bytes(data))
    if subprocess.call(cmdline, shell=True):
        raise ExternalCommandFailed(f"The command '{cmdline}' failed.")
    contents = []
    for path in output:
        with open(path, "rb") as file:
            contents.append(file.read())
    return contents[0] if len(contents) == 1 else contents
