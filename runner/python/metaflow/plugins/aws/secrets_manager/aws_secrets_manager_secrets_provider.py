"""Secrets of AWS Secrets Manager: JSON objects become variables, other texts one variable."""

from __future__ import annotations

import base64
import json
import re

from ....exception import MetaflowException
from ...secrets import _NONE, SecretsProvider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

_ARN = re.compile("arn:aws:secretsmanager:([^:]+):")
# What names of secrets have and names of variables may not.
_SEPARATORS = str.maketrans("-./", "___")


class MetaflowAWSSecretsManagerBadResponse(MetaflowException):
    """The answer has neither a text nor bytes."""


class MetaflowAWSSecretsManagerDuplicateKey(MetaflowException):
    """Two keys of a secret would be the same variable."""


class MetaflowAWSSecretsManagerJSONParseError(MetaflowException):
    """The secret is no JSON."""


class MetaflowAWSSecretsManagerNotJSONObject(MetaflowException):
    """The secret is JSON, but not a dict."""


class AwsSecretsManagerSecretsProvider(SecretsProvider):
    """`id` is a name or an ARN. Options: `region`; `json` (True); `env_var_name` for secrets that
    are one value.
    """

    TYPE = "aws-secrets-manager"

    def get_secret_as_dict(
        self, secret_id: str, options: Mapping[str, Any] = _NONE, role: str | None = None
    ) -> dict[str, str]:
        response = _client(secret_id, options, role).get_secret_value(SecretId=secret_id)
        if "Name" not in response:
            raise MetaflowAWSSecretsManagerBadResponse("AWS answered without the secret's 'Name'")
        variable = options.get("env_var_name") or response["Name"]
        if "SecretString" in response:
            text = response["SecretString"]
            return _named(_entries(text) if options.get("json", True) else [(variable, text)])
        if "SecretBinary" in response:
            # Variables hold no zero bytes.
            return _named([(variable, base64.b64encode(response["SecretBinary"]).decode())])
        raise MetaflowAWSSecretsManagerBadResponse(
            "AWS answered with neither 'SecretString' nor 'SecretBinary'"
        )


def _client(secret_id: str, options: Mapping[str, Any], role: str | None) -> Any:
    from ....metaflow_config import (
        AWS_SECRETS_MANAGER_DEFAULT_REGION,
        AWS_SECRETS_MANAGER_DEFAULT_ROLE,
    )
    from ..aws_client import get_aws_client

    arn = _ARN.match(secret_id)
    region = arn.group(1) if arn else options.get("region", AWS_SECRETS_MANAGER_DEFAULT_REGION)
    try:
        return get_aws_client(
            "secretsmanager",
            client_params={"region_name": region},
            role_arn=role or AWS_SECRETS_MANAGER_DEFAULT_ROLE,
        )
    except Exception as error:
        if type(error).__name__ != "NoRegionError":
            raise
        raise MetaflowException(
            "AWS Secrets Manager needs a region. Set METAFLOW_AWS_SECRETS_MANAGER_DEFAULT_REGION"
        ) from error


def _entries(text: str) -> list[tuple[str, str]]:
    try:
        found = json.loads(text)
    except ValueError:
        # The text is the secret: the cause would quote it.
        raise MetaflowAWSSecretsManagerJSONParseError(
            "The secret is not JSON; for plain text, add json=False to its options"
        ) from None
    if not isinstance(found, dict):
        raise MetaflowAWSSecretsManagerNotJSONObject(
            f"The secret has to be a JSON object of names and values, and is a {type(found)}."
        )
    return [(name, str(value)) for name, value in found.items()]


def _named(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    result: dict[str, str] = {}
    for name, value in entries:
        variable = name.translate(_SEPARATORS)
        if variable in result:
            raise MetaflowAWSSecretsManagerDuplicateKey(
                f"Two keys of the secret make the variable '{variable}', one of them '{name}'"
            )
        result[variable] = value
    return result
