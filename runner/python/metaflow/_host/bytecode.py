"""Python's bytecode caches for our own modules."""

from __future__ import annotations

import sys


class OwnBytecode:
    """While it is entered, imports write bytecode, whatever PYTHONDONTWRITEBYTECODE says.

    That variable, set in many containers, is about the person's files. Ours lie in a folder of our
    own, and compiling them for every run would cost more than everything else that the host does.
    """

    def __enter__(self) -> None:
        self._wanted = sys.dont_write_bytecode
        sys.dont_write_bytecode = False

    def __exit__(self, *_: object) -> None:
        sys.dont_write_bytecode = self._wanted
