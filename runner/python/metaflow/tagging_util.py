"""What a tag may be."""

from __future__ import annotations

from .exception import MetaflowTaggingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

MAX_USER_TAG_SET_SIZE = 50
MAX_TAG_SIZE = 500


def is_utf8_encodable(x: Any) -> bool:
    try:
        x.encode("utf-8")
    except UnicodeError:
        return False
    return True


def is_utf8_decodable(x: Any) -> bool:
    try:
        x.decode("utf-8")
    except UnicodeError:
        return False
    return True


def validate_tag(tag: object) -> None:
    """Raises MetaflowTaggingError unless it is a text of 1 to 500 characters."""
    if isinstance(tag, bytes):
        if not is_utf8_decodable(tag):
            raise MetaflowTaggingError(f"A tag has to be text in UTF-8, unlike {tag!r}")
    elif isinstance(tag, str):
        if not is_utf8_encodable(tag):
            raise MetaflowTaggingError(f"A tag has to be text that UTF-8 can hold, unlike {tag!r}")
    else:
        raise MetaflowTaggingError(f"A tag must be a text, not a {type(tag).__name__}: {tag!r}")
    if len(tag) == 0:
        raise MetaflowTaggingError("A tag cannot be empty")
    if len(tag) > MAX_TAG_SIZE:
        raise MetaflowTaggingError(
            f"A tag has at most {MAX_TAG_SIZE} characters, and this one {len(tag)}"
        )


def validate_tags(tags: Iterable[str], existing_tags: Iterable[str] | None = None) -> None:
    """A run has at most 50 tags; one that has more may only lose some."""
    all_tags = frozenset(tags)
    if len(all_tags) > MAX_USER_TAG_SET_SIZE and (
        existing_tags is None or len(frozenset(existing_tags)) < len(all_tags)
    ):
        raise MetaflowTaggingError(f"A run has at most {MAX_USER_TAG_SET_SIZE} tags")
    for tag in all_tags:
        validate_tag(tag)
