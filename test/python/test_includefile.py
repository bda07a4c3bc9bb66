"""Files as parameters: where their content is kept and what steps see."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
import unittest
from pathlib import Path

from in_process import Run, flow_of
from metaflow.exception import MetaflowException, ParameterError
from metaflow.includefile import IncludedFile


class Included(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "words.txt"
        self.file.write_bytes("größe\n".encode())

    def run_with(self, options="", values=None):
        body = f"words = IncludeFile('words'{options})\n"
        body += "@step\ndef start(self):\n    self.seen = self.words\n    self.next(self.end)"
        run = Run(self, flow_of(body, "from metaflow import IncludeFile"), values)
        run.attempt("start", "1")
        return run

    def seen(self, *arguments):
        return self.run_with(*arguments).artifacts("start", "1").load("seen")

    def test_steps_see_text_or_bytes(self):
        given = {"words": str(self.file)}
        self.assertEqual(self.seen("", given), "größe\n")
        self.assertEqual(self.seen(", is_text=False", given), "größe\n".encode())
        self.assertEqual(self.seen(", encoding='latin-1'", given), "gr\xc3\xb6\xc3\x9fe\n")

    def test_defaults_parsers_and_nothing(self):
        self.assertEqual(self.seen(f", default={str(self.file)!r}"), "größe\n")
        self.assertEqual(self.seen(f", default=lambda ctx: {str(self.file)!r}"), "größe\n")
        self.assertEqual(self.seen(f", default={str(self.file)!r}, parser=len"), 6)
        self.assertIsNone(self.seen())

    def test_the_content_is_kept_once_and_the_artifact_says_where(self):
        run = self.run_with("", {"words": str(self.file)})
        stored = run.artifacts("_parameters", "0").load("words")
        self.assertIs(type(stored), IncludedFile)
        key = hashlib.sha1(self.file.read_bytes()).hexdigest()
        place = run.root / "data" / "TestedFlow" / key
        self.assertEqual(
            stored.descriptor,
            {
                "type": "uploader-v2",
                "url": f"local://{place}",
                "is_text": True,
                "encoding": "utf-8",
                "note": "Internal representation of IncludeFile",
                "sub-type": "uploaded",
                "size": 8,
            },
        )
        self.assertEqual(gzip.decompress(place.read_bytes()), self.file.read_bytes())
        self.file.write_text("changed")
        self.assertEqual((stored.decode("words"), stored.size), ("größe\n", 8))

    def test_older_forms_are_read(self):
        packed = self.folder / "packed"
        packed.write_bytes(gzip.compress(b"old"))
        old = IncludedFile({"type": "uploader-v1", "url": f"local://{packed}", "is_text": False})
        plain = IncludedFile({"type": "external", "url": f"local://{self.file}", "is_text": True})
        self.assertEqual((old.decode("x"), plain.decode("x")), (b"old", "größe\n"))

    def test_what_is_not_there_is_said(self):
        with self.assertRaisesRegex(ParameterError, "file 'nowhere' cannot be read"):
            self.run_with("", {"words": "nowhere"})
        with self.assertRaisesRegex(FileNotFoundError, "is not there"):
            IncludedFile({"type": "external", "url": "local:///nowhere"}).decode("x")
        with self.assertRaisesRegex(MetaflowException, "'s3' can't be read here"):
            IncludedFile({"type": "external", "url": "s3://bucket/key"}).decode("x")


if __name__ == "__main__":
    unittest.main()
