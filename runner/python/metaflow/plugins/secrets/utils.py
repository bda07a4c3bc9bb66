"""Providers by type, and the rules for variables that come from secrets. No message has a value."""

from __future__ import annotations

import os
import re

from ...exception import MetaflowException
from . import SecretsProvider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from .secrets_spec import SecretSpec

    Fetched = list[tuple[SecretSpec, dict[str, str]]]

_NAME = re.compile("[a-zA-Z_][a-zA-Z0-9_]*")
DISALLOWED_SECRETS_ENV_VAR_PREFIXES = ["METAFLOW_"]
#: Those of official Metaflow that this runtime has not.
OFFICIAL_TYPES = frozenset({"az-key-vault", "gcp-secret-manager"})


def get_default_secrets_backend_type() -> str:
    from ...metaflow_config import DEFAULT_SECRETS_BACKEND_TYPE

    if DEFAULT_SECRETS_BACKEND_TYPE is None:
        raise MetaflowException(
            "@secrets has to know which backend holds the secrets. Name it in the source, or set "
            "METAFLOW_DEFAULT_SECRETS_BACKEND_TYPE."
        )
    return str(DEFAULT_SECRETS_BACKEND_TYPE)


def get_secrets_backend_provider(secrets_backend_type: str) -> SecretsProvider:
    for kind in _providers():
        if secrets_backend_type == kind.TYPE:
            return kind()
    known = sorted(str(kind.TYPE) for kind in _providers() if kind.TYPE not in (None, "inline"))
    raise MetaflowException(
        f"There is no secrets backend {secrets_backend_type}; there are {', '.join(known)}"
    )


def _providers() -> Iterator[type[SecretsProvider]]:
    from ..aws.secrets_manager import aws_secrets_manager_secrets_provider  # noqa: F401
    from . import inline_secrets_provider  # noqa: F401

    base: Any = SecretsProvider
    yield from _below(base)


def _below(kind: type[SecretsProvider]) -> Iterator[type[SecretsProvider]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def fetch(spec: SecretSpec) -> dict[str, str]:
    """The variables of one secret, as its store has them."""
    provider = get_secrets_backend_provider(spec.secrets_backend_type)
    try:
        return provider.get_secret_as_dict(spec.secret_id, options=spec.options, role=spec.role)
    except Exception as error:
        raise MetaflowException(
            f"The secret '{spec.secret_id}' could not be read: {error}"
        ) from error


def validate_env_vars(env_vars: dict[Any, Any]) -> None:
    for name, value in env_vars.items():
        if not isinstance(name, str):
            raise MetaflowException(
                f"The name of a secret variable is no string: {name} ({type(name)})"
            )
        if not isinstance(value, str):
            raise MetaflowException(
                f"The value of secret variable '{name}' is no string ({type(value)})"
            )
        if not _NAME.fullmatch(name):
            raise MetaflowException(f"'{name}' can't be the name of an environment variable.")
        for prefix in DISALLOWED_SECRETS_ENV_VAR_PREFIXES:
            if name.startswith(prefix):
                raise MetaflowException(
                    f"A secret may not set '{name}': names with '{prefix}' in front are reserved."
                )


def validate_env_vars_across_secrets(all_secrets_env_vars: Fetched) -> None:
    origin: dict[str, SecretSpec] = {}
    for spec, name in _names(all_secrets_env_vars):
        if name in origin:
            raise MetaflowException(
                f"Two secrets set the variable '{name}': '{origin[name]}' and '{spec}'"
            )
        origin[name] = spec


def validate_env_vars_vs_existing_env(all_secrets_env_vars: Fetched) -> None:
    for spec, name in _names(all_secrets_env_vars):
        if name in os.environ:
            raise MetaflowException(
                f"Secret '{spec}' sets the variable '{name}', but the environment has it already"
            )


def _names(fetched: Iterable[tuple[SecretSpec, dict[str, str]]]) -> Iterator[tuple[Any, str]]:
    for spec, variables in fetched:
        for name in variables:
            yield spec, name
