"""Which secret is meant: `"aws-secrets-manager.db-password"`, or a dict of `type`, `id`, `options`
and `role`.
"""

from __future__ import annotations

from ...exception import MetaflowException
from .utils import get_default_secrets_backend_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class SecretSpec:
    def __init__(
        self,
        secrets_backend_type: str,
        secret_id: str,
        options: dict[str, Any] | None = None,
        role: str | None = None,
    ) -> None:
        self.secrets_backend_type = secrets_backend_type
        self.secret_id = secret_id
        self.options = options or {}
        self.role = role

    def to_json(self) -> dict[str, Any]:
        return {
            "secrets_backend_type": self.secrets_backend_type,
            "secret_id": self.secret_id,
            "options": self.options,
            "role": self.role,
        }

    def __str__(self) -> str:
        return f"{self.secret_id} ({self.secrets_backend_type})"

    @staticmethod
    def of(source: Any, role: str | None) -> SecretSpec:
        """A source as people write it. `role` is the one that counts when it names none."""
        if isinstance(source, str):
            return SecretSpec.secret_spec_from_str(source, role)
        if isinstance(source, dict):
            return SecretSpec.secret_spec_from_dict(source, role)
        raise MetaflowException("Each of the sources of @secrets has to be a string or a dict")

    @staticmethod
    def secret_spec_from_str(secret_spec_str: str, role: str | None) -> SecretSpec:
        backend, dot, secret_id = secret_spec_str.partition(".")
        if not dot:
            return SecretSpec(get_default_secrets_backend_type(), secret_spec_str, role=role)
        return SecretSpec(backend, secret_id, role=role)

    @staticmethod
    def secret_spec_from_dict(secret_spec_dict: dict[str, Any], role: str | None) -> SecretSpec:
        if "type" in secret_spec_dict:
            backend = _checked(secret_spec_dict, "type", str)
        else:
            backend = get_default_secrets_backend_type()
        secret_id = _checked(secret_spec_dict, "id", str)
        options = _checked({"options": {}, **secret_spec_dict}, "options", dict)
        if secret_spec_dict.get("role") is not None:
            role = _checked(secret_spec_dict, "role", str)
        return SecretSpec(backend, secret_id, options, role)


def _checked(source: dict[str, Any], key: str, kind: type) -> Any:
    value = source.get(key)
    if not isinstance(value, kind):
        expected = "string" if kind is str else "dict"
        raise MetaflowException(
            f"Bad @secrets specification - {key!r} must be a {expected} - found {type(value)}"
        )
    return value
