"""Whatever people or data say goes through here before it stands in a page."""

from __future__ import annotations

import html

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def text(value: Any) -> str:
    """For the inside of elements."""
    return html.escape(str(value), quote=False)


def quoted(value: Any) -> str:
    """For the inside of attributes in double quotes."""
    return html.escape(str(value), quote=True)


def safe_url(url: str, *, picture: bool = False) -> str | None:
    """None for what would run code when it is followed or shown."""
    cleaned = "".join(url.split()).lower()
    scheme, colon, _ = cleaned.partition(":")
    if not colon or any(sign in scheme for sign in "/?#"):
        return url
    if scheme in ("http", "https", "mailto", "ftp"):
        return url
    return url if picture and cleaned.startswith("data:image/") else None


def attributes(**given: Any) -> str:
    """` id="a" class="b"`; those that are None are left out. A `_` in a name means `-`."""
    return "".join(
        f' {name.strip("_").replace("_", "-")}="{quoted(value)}"'
        for name, value in given.items()
        if value is not None
    )
