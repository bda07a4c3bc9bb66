"""Clients of AWS by boto3, which is the user's own: this package needs none."""

from __future__ import annotations

from importlib import import_module

from ...exception import MetaflowException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Boto3ClientProvider:
    name = "boto3"

    @staticmethod
    def get_client(
        module: str,
        with_error: bool = False,
        role_arn: str | None = None,
        session_vars: dict[str, Any] | None = None,
        client_params: dict[str, Any] | None = None,
    ) -> Any:
        """A client of the service `module`. `role_arn` is assumed first, and again when its
        credentials expire. `with_error`: together with botocore's ClientError.
        """
        boto3 = _library("boto3")
        Config = _library("botocore.config").Config
        options = dict(client_params or {})
        if isinstance(options.get("config"), dict):
            options["config"] = Config(**options["config"])
        if module == "s3" and not getattr(options.get("config"), "retries", None):
            from ...metaflow_config import S3_CLIENT_RETRY_CONFIG

            retries = Config(retries=S3_CLIENT_RETRY_CONFIG)
            options["config"] = options["config"].merge(retries) if "config" in options else retries
        session = _session_as(role_arn, session_vars) if role_arn else boto3.session.Session()
        client = session.client(module, **options)
        return (client, _library("botocore.exceptions").ClientError) if with_error else client


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MetaflowException(
            "AWS needs the package boto3, which is not installed here."
        ) from error


def _session_as(role_arn: str, session_vars: dict[str, Any] | None) -> Any:
    credentials = _library("botocore.credentials")
    sessions = _library("botocore.session")
    own = sessions.Session()
    fetcher = credentials.AssumeRoleCredentialFetcher(
        client_creator=own.create_client,
        source_credentials=own.get_credentials(),
        role_arn=role_arn,
        extra_args={},
    )
    assumed = sessions.Session(session_vars=session_vars or {})
    assumed._credentials = credentials.DeferredRefreshableCredentials(
        method="assume-role", refresh_using=fetcher.fetch_credentials
    )
    return _library("boto3").session.Session(botocore_session=assumed)


def get_aws_client(
    module: str,
    with_error: bool = False,
    role_arn: str | None = None,
    session_vars: dict[str, Any] | None = None,
    client_params: dict[str, Any] | None = None,
) -> Any:
    """As `Boto3ClientProvider.get_client`."""
    return Boto3ClientProvider.get_client(module, with_error, role_arn, session_vars, client_params)
