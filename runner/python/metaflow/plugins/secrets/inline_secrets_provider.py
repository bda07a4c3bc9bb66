"""Secrets that stand in the source, to try @secrets without a store."""

from __future__ import annotations

from . import _NONE, SecretsProvider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class InlineSecretsProvider(SecretsProvider):
    """`{"type": "inline", "id": "any", "options": {"env_vars": {"NAME": "value"}}}`"""

    TYPE = "inline"

    def get_secret_as_dict(
        self, secret_id: str, options: Mapping[str, Any] = _NONE, role: str | None = None
    ) -> dict[str, str]:
        variables: dict[str, str] = options.get("env_vars", {})
        return variables
