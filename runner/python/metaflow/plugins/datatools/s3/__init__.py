"""`S3`: names that flows import and catch. This version reaches no S3 yet."""

from __future__ import annotations

from collections import namedtuple

from ....exception import MetaflowException, MetaflowNotAvailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

S3PutObject = namedtuple(
    "S3PutObject",
    ["key", "value", "path", "content_type", "encryption", "metadata"],
    defaults=(None, None, None, None, None),
)
S3GetObject = namedtuple("S3GetObject", ["key", "offset", "length"])


class MetaflowS3Exception(MetaflowException):
    headline = "S3 access failed"


class MetaflowS3URLException(MetaflowException):
    headline = "Invalid address"


class MetaflowS3NotFound(MetaflowException):
    headline = "S3 object not found"


class MetaflowS3AccessDenied(MetaflowException):
    headline = "S3 access denied"


class MetaflowS3InvalidRange(MetaflowException):
    headline = "S3 invalid range"


class MetaflowS3InvalidObject(MetaflowException):
    headline = "Not a string-like object"


class MetaflowS3InsufficientDiskSpace(MetaflowException):
    headline = "Insufficient disk space"


class S3:
    """Raises MetaflowNotAvailable when it is opened; importing it and naming it is fine."""

    TYPE = "s3"

    if TYPE_CHECKING:

        def __enter__(self) -> S3: ...
        def __exit__(self, *exception: object) -> None: ...
        def __getattr__(self, name: str) -> Any: ...

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise MetaflowNotAvailable(
            "metaflow.S3 is not available in this version of Flowdeck yet. Run this flow with the "
            "installed package metaflow (FLOWDECK_ENGINE=metaflow), or use boto3 in the step"
        )
