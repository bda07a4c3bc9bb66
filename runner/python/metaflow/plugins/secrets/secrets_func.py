"""`get_secret`: one secret for code that wants it without variables."""

from __future__ import annotations

from .secrets_spec import SecretSpec
from .utils import fetch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def get_secret(source: str | dict[str, Any], role: str | None = None) -> dict[str, str]:
    """The secret's variables by name. `source` as in @secrets."""
    from ...metaflow_config import DEFAULT_SECRETS_ROLE

    return fetch(SecretSpec.of(source, DEFAULT_SECRETS_ROLE if role is None else role))
