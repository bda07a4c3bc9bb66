"""Blobs: what is written, any gzip reader can read, and damage is named."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import tempfile
import unittest
from pathlib import Path

from metaflow._datastore import pack
from metaflow._datastore.cas import BlobStore
from metaflow.exception import StorageError

MIB = 1 << 20


def samples():
    dice = random.Random(7)
    noise = dice.randbytes(3 * MIB) if hasattr(dice, "randbytes") else os.urandom(3 * MIB)
    rows = b"".join(b'{"row": %d, "name": "some name"}\n' % n for n in range(300_000))
    yield "empty", b""
    yield "tiny", b"\x80\x04N."
    yield "around the limit of tiny", b"a" * pack.TINY
    yield "small text", b"hello world " * 50
    yield "noise", noise
    yield "exactly one stored block", noise[:0xFFFF]
    yield "more than a member of rows", rows
    yield "noise, then rows", noise + rows


class Packing(unittest.TestCase):
    def test_every_form_is_gzip(self):
        for name, data in samples():
            with self.subTest(name):
                packed = b"".join(pack.pack(data))
                self.assertEqual(gzip.decompress(packed), data)
                self.assertEqual(pack.unpack(packed), data)

    def test_reads_what_others_write(self):
        data = b"some bytes " * 1000
        packed = gzip.compress(data[:5000], 9) + gzip.compress(data[5000:], 1) + b"\0\0\0"
        self.assertEqual(pack.unpack(packed), data)

    def test_noise_is_stored_and_rows_are_compressed(self):
        found = {
            name: len(b"".join(pack.pack(data))) / max(len(data), 1) for name, data in samples()
        }
        self.assertLess(found["noise"], 1.001)
        self.assertLess(found["more than a member of rows"], 0.3)


class Store(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        self.store = BlobStore(self.root, "TrainFlow")

    def test_small_and_big_keys_are_sha1(self):
        for size in (3, 300_000):
            data = os.urandom(size)
            self.assertEqual(self.store.save(data), hashlib.sha1(data).hexdigest())

    def test_equal_bytes_are_written_once(self):
        key = self.store.save(b"same")
        path = Path(self.root, "TrainFlow", "data", key[:2], key)
        before = path.stat().st_mtime_ns, path.stat().st_ino
        self.assertEqual(BlobStore(self.root, "TrainFlow").save(b"same"), key)
        self.assertEqual((path.stat().st_mtime_ns, path.stat().st_ino), before)
        self.assertEqual([each.name for each in path.parent.iterdir()], [key])

    def test_reads_raw_blobs_by_their_header(self):
        key = self.store.save(b"stored raw")
        path = Path(self.root, "TrainFlow", "data", key[:2], key)
        path.write_bytes(b"stored raw")
        Path(f"{path}_meta").write_text('{"cas_raw": true, "cas_version": 1}')
        self.assertEqual(self.store.load(key), b"stored raw")

    def test_names_a_missing_blob(self):
        with self.assertRaisesRegex(StorageError, "0123456789 is missing"):
            self.store.load("0123456789")

    def test_names_a_damaged_blob(self):
        key = self.store.save(b"a longer text " * 100)
        path = Path(self.root, "TrainFlow", "data", key[:2], key)
        path.write_bytes(path.read_bytes()[:-20])
        with self.assertRaisesRegex(StorageError, f"{key} is damaged"):
            self.store.load(key)

    def test_a_folder_that_is_a_file_is_a_storage_error(self):
        Path(self.root, "TrainFlow").write_text("in the way")
        with self.assertRaisesRegex(StorageError, "Could not write"):
            self.store.save(b"anything")


if __name__ == "__main__":
    unittest.main()
