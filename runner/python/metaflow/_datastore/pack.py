"""Bytes to gzip members and back.

What Metaflow's reader accepts: any gzip stream, of several members too, with stored blocks. So
small and incompressible data is stored, and big data is packed by two threads (zlib releases the
interpreter's lock).
"""

from __future__ import annotations

import struct
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .files import Piece

LEVEL = 3
_WINDOW = 31  # window bits that make zlib write and read gzip's header
GZIP = b"\x1f\x8b"  # how a member begins
_HEADER = GZIP + b"\x08\x00\x00\x00\x00\x00\x00\xff"

TINY = 96  # below, deflate's own state costs more than it saves
MEMBER = 4 << 20
SAMPLE = 16 << 10
SAMPLES = 8
SAMPLED_FROM = 1 << 20  # smaller blobs are simply compressed
WORTH_IT = 0.95  # compressed samples above this share of their size: store
_BLOCK = 0xFFFF  # the longest stored block of deflate


def pack(data: bytes) -> Iterator[Piece]:
    """Pieces of a gzip stream that holds `data`."""
    if len(data) < TINY:
        return iter([b"".join(_stored(data))])
    if len(data) < SAMPLED_FROM:
        return iter([_compressed(data)])
    if not _compresses(data):
        return _stored(data)
    if len(data) <= MEMBER:
        return iter([_compressed(data)])
    return _members(data)


def unpack(packed: bytes) -> bytes:
    """Raises zlib.error when it is no complete gzip stream."""
    pieces = []
    rest = packed
    while rest:
        member = zlib.decompressobj(_WINDOW)
        pieces.append(member.decompress(rest))
        if not member.eof:
            raise zlib.error("the gzip stream ends too early")
        # Zero padding after a member is allowed by gzip.
        rest = member.unused_data.lstrip(b"\0")
    if not pieces:
        raise zlib.error("the gzip stream is empty")
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _compressed(data: Piece) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _WINDOW)
    return packer.compress(data) + packer.flush()


def _stored(data: bytes) -> Iterator[Piece]:
    """A member of stored blocks: gzip's frame around the bytes as they are."""
    yield _HEADER
    view = memoryview(data)
    start = 0
    while True:
        block = view[start : start + _BLOCK]
        start += len(block)
        last = start >= len(view)
        yield struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF)
        yield block
        if last:
            break
    yield struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def _compresses(data: bytes) -> bool:
    view = memoryview(data)
    step = (len(view) - SAMPLE) // (SAMPLES - 1)
    sizes = [len(zlib.compress(view[i * step : i * step + SAMPLE], LEVEL)) for i in range(SAMPLES)]
    return sum(sizes) < WORTH_IT * SAMPLES * SAMPLE


def _members(data: bytes) -> Iterator[bytes]:
    """4 MB members, two at work at once, in order; at most three packed ones wait."""
    from concurrent.futures import ThreadPoolExecutor

    view = memoryview(data)
    with ThreadPoolExecutor(2) as pool:
        waiting = []
        for start in range(0, len(view), MEMBER):
            waiting.append(pool.submit(_compressed, view[start : start + MEMBER]))
            if len(waiting) > 3:
                yield waiting.pop(0).result()
        for packed in waiting:
            yield packed.result()
