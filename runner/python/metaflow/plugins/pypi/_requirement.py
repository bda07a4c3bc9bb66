"""One requirement as PEP 508 writes it: `requests[security]>=2.8; python_version < "3.8"`."""

from __future__ import annotations

import re

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_FORM = re.compile(
    rf"^(?P<name>{_NAME})\s*"
    rf"(?:\[\s*(?P<extras>(?:{_NAME}(?:\s*,\s*{_NAME})*)?)\s*\])?\s*"
    r"(?:@\s*(?P<url>\S+)|\(?(?P<versions>[^;()]*)\)?)\s*"
    r"(?:;\s*(?P<marker>.+))?$"
)
_VERSION = re.compile(
    r"^(?P<operator>===|==|~=|!=|<=|>=|<|>)\s*(?P<version>v?[A-Za-z0-9][A-Za-z0-9._+!*-]*)$"
)


class Requirement:
    """Raises ValueError when the text is none."""

    def __init__(self, text: str) -> None:
        match = _FORM.match(text)
        if match is None:
            raise ValueError(text)
        self.name: str = match["name"]
        self.extras = [each.strip() for each in (match["extras"] or "").split(",") if each.strip()]
        self.url: str | None = match["url"]
        self.marker: str | None = match["marker"]
        self.specifier = _specifier(match["versions"] or "")

    @property
    def key(self) -> str:
        """The name with what belongs to it: `requests[security]`, `mine@https://…`."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        return f"{self.name}{extras}{f'@{self.url}' if self.url else ''}"


def _specifier(versions: str) -> str:
    """`>=1.0,<2` without spaces, sorted."""
    clauses = [clause.strip() for clause in versions.split(",") if clause.strip()]
    parsed = [_VERSION.match(clause) for clause in clauses]
    if any(each is None for each in parsed):
        raise ValueError(versions)
    return ",".join(sorted(f"{each['operator']}{each['version']}" for each in parsed if each))
