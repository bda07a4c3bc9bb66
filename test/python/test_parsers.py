"""The parsers of configs: YAML, and lists of packages."""

from __future__ import annotations

import sys
import unittest
from datetime import date, datetime, timedelta, timezone
from unittest import mock

from metaflow import (
    conda_environment_yml_parser,
    pyproject_toml_parser,
    requirements_txt_parser,
    yaml_parser,
)
from metaflow._yaml import YamlError, load
from metaflow.plugins.pypi.parsers import ParserValueError

DOCUMENT = """\
%YAML 1.1
---
# A comment.
model:            # another
  name: adam v2 # the name
  "learning rate": 1.5e-3
  layers: [64, 32, {size: 16, kind: "dense"},
           'last']
  schedule:
  - {at: 1, to: 0.5}
  - at: 2
    to: 0.25

  -
    - nested
    - - deeper
  url: http://host:80/path#part
defaults: &base {x: 1, y: 2}
derived:
  <<: *base
  y: 3
same: *base
text: |
  first
    indented

  last
folded: >-
  one
  line

  two
plain: goes
  on here

  and here
quoted: "tab\\there, \\u00e9,
  folded"
single: 'it''s'
empty:
nothing: ~
"""


class Yaml(unittest.TestCase):
    maxDiff = None

    def test_a_document(self):
        self.assertEqual(
            load(DOCUMENT),
            {
                "model": {
                    "name": "adam v2",
                    "learning rate": 0.0015,
                    "layers": [64, 32, {"size": 16, "kind": "dense"}, "last"],
                    "schedule": [
                        {"at": 1, "to": 0.5},
                        {"at": 2, "to": 0.25},
                        ["nested", ["deeper"]],
                    ],
                    "url": "http://host:80/path#part",
                },
                "defaults": {"x": 1, "y": 2},
                "derived": {"x": 1, "y": 3},
                "same": {"x": 1, "y": 2},
                "text": "first\n  indented\n\nlast\n",
                "folded": "one line\ntwo",
                "plain": "goes on here\nand here",
                "quoted": "tab\there, é, folded",
                "single": "it's",
                "empty": None,
                "nothing": None,
            },
        )

    def test_plain_scalars(self):
        for text, value in (
            ("yes", True),
            ("Off", False),
            ("y", "y"),
            ("null", None),
            ("1_000", 1000),
            ("-7", -7),
            ("010", 8),
            ("0x1F", 31),
            ("0b101", 5),
            ("190:20:30", 685230),
            ("1e3", "1e3"),
            ("1.5e+3", 1500.0),
            ("-.inf", float("-inf")),
            (".5", 0.5),
            ("1.2.3", "1.2.3"),
            ("2024-01-02", date(2024, 1, 2)),
            ("2024-01-02 03:04:05.5", datetime(2024, 1, 2, 3, 4, 5, 500000)),
            (
                "2024-01-02T03:04:05+01:30",
                datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1, minutes=30))),
            ),
            ("!!str 1", "1"),
            ("!!float 1", 1.0),
        ):
            with self.subTest(text):
                found = load(f"a: {text}")["a"]
                self.assertEqual((type(found), found), (type(value), value))

    def test_documents_of_one_value(self):
        for text, value in (("", None), ("# only", None), ("--- 5", 5), ("- 1\n- 2", [1, 2])):
            self.assertEqual(load(text), value)

    def test_endings_of_texts(self):
        text = "keep: |+\n  a\n\nstrip: |-\n  b\n\nclip: |\n  c\n\n\ndeep: |1\n   d\n"
        self.assertEqual(
            load(text), {"keep": "a\n\n", "strip": "b", "clip": "c\n", "deep": "  d\n"}
        )

    def test_mistakes_are_told_with_their_line(self):
        for text, line, words in (
            ("a: 1\nb: [1\n", 2, "never closed"),
            ("a: 1\n\tb: 2\n", 2, "tabs"),
            ("a: b: c\n", 1, "quotes"),
            ("a: 1\n b: 2\n", 2, "too far"),
            ("x: 1\na: - b\n", 2, "next line"),
            ("a: *no\n", 1, "&no"),
            ("a: !mine 1\n", 1, "!mine"),
            ("a: 1\n---\nb: 2\n", 2, "second document"),
            ('a: "\\q"\n', 1, "escape"),
            ("a: @x\n", 1, "quotes"),
            ("a: 2024-13-01\n", 1, "month"),
            ("a: 1\nnothing\n", 2, "':'"),
        ):
            with self.subTest(text), self.assertRaisesRegex(YamlError, words) as raised:
                load(text)
            self.assertEqual(raised.exception.line, line)

    def test_the_parser_does_without_a_library(self):
        with mock.patch.dict(sys.modules, {"yaml": None}):
            self.assertEqual(yaml_parser("a: [1, x]"), {"a": [1, "x"]})


class Packages(unittest.TestCase):
    def test_requirements(self):
        text = (
            "# all\nnumpy==1.26\npandas>=2,<3  # not yet\nrequests[security, socks] ~= 2.8\n"
            "mine @ git+https://host/mine\nscipy\npython==3.11\n-e file:.\n"
        )
        self.assertEqual(
            requirements_txt_parser(text),
            {
                "packages": {
                    "numpy": "1.26",
                    "pandas": "<3,>=2",
                    "requests[security,socks]": "~=2.8",
                    "mine@git+https://host/mine": "",
                    "scipy": "",
                },
                "python": "3.11",
            },
        )

    def test_requirements_that_are_none(self):
        for text, words in (
            ("numpy==", "no requirement"),
            ("-r other.txt", "no requirement"),
            ("numpy; python_version < '3'", "environment marker"),
            ("python==3.9\npython==3.10", "a second time"),
        ):
            with self.assertRaisesRegex(ParserValueError, words):
                requirements_txt_parser(text)

    @unittest.skipIf(sys.version_info < (3, 11), "nothing reads TOML")
    def test_pyproject(self):
        text = '[project]\nrequires-python = ">=3.9"\ndependencies = ["numpy>=1.2", "pandas==2"]'
        self.assertEqual(
            pyproject_toml_parser(text),
            {"packages": {"numpy": ">=1.2", "pandas": "2"}, "python": ">=3.9"},
        )
        self.assertEqual(pyproject_toml_parser(""), {"packages": {}, "python": None})

    def test_conda(self):
        text = (
            "name: mine\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n"
            "  - numpy=1.26  # pinned\n  - scipy\n  - pandas>=2\nprefix: /opt\n"
        )
        self.assertEqual(
            conda_environment_yml_parser(text),
            {"packages": {"numpy": "1.26", "scipy": "", "pandas": ">=2"}, "python": "3.11"},
        )
        with self.assertRaisesRegex(ParserValueError, "a section that can't be taken over"):
            conda_environment_yml_parser("dependencies:\n- pip:\n  - x")


if __name__ == "__main__":
    unittest.main()
