"""Lists of names as one short text, as Metaflow passes them on command lines: `pre:a,b`."""

from __future__ import annotations

import base64
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def longest_common_prefix(lst: Sequence[str]) -> str:
    if not lst:
        return ""
    first, last = min(lst), max(lst)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


def compress_list(
    lst: Sequence[str],
    separator: str = ",",
    rangedelim: str = ":",
    zlibmarker: str = "!",
    zlibmin: int = 500,
) -> str:
    """The names with what all begin with written once; packed when that is still long."""
    from .exception import MetaflowInternalError

    for item in lst:
        if any(mark in item for mark in (separator, rangedelim, zlibmarker)):
            raise MetaflowInternalError(
                f"'{item}' can't be part of a compressed list: it contains one of the separators"
            )
    prefix = longest_common_prefix(lst) if len(lst) > 1 else ""
    text = separator.join(item[len(prefix) :] for item in lst)
    if prefix:
        text = f"{prefix}{rangedelim}{text}"
    if len(text) < zlibmin:
        return text
    # Twice: what the first pass makes of a list of numbers repeats itself.
    packed = zlib.compress(zlib.compress(text.encode("utf-8")))
    return zlibmarker + base64.b64encode(packed).decode("ascii")


def decompress_list(
    lststr: str, separator: str = ",", rangedelim: str = ":", zlibmarker: str = "!"
) -> list[str]:
    """The inverse of `compress_list`."""
    if lststr.startswith(zlibmarker):
        lststr = zlib.decompress(zlib.decompress(base64.b64decode(lststr[1:]))).decode("utf-8")
    prefix, delimiter, rest = lststr.partition(rangedelim)
    if not delimiter:
        return lststr.split(separator)
    return [prefix + name for name in rest.split(separator)]
