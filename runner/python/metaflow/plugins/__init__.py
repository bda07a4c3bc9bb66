"""What is reached by an import path of its own below `metaflow.plugins`, and lists of what there
is.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Classes by the names that code imports from here.
_CLASSES = {
    "BatchDecorator": "decorators.batch",
    "CatchDecorator": "decorators.catch",
    "EnvironmentDecorator": "decorators.environment",
    "InternalTestUnboundedForeachInput": "plugins.test_unbounded_foreach_decorator",
    "KubernetesDecorator": "decorators.kubernetes",
    "ParallelDecorator": "decorators.parallel",
    "ResourcesDecorator": "decorators.resources",
    "RetryDecorator": "decorators.retry",
    "TimeoutDecorator": "decorators.timeout",
}


def _step_decorators() -> list[type]:
    from ..decorators._table import get_all_step_decos

    return list(get_all_step_decos().values())


def _flow_decorators() -> list[type]:
    from ..decorators._table import get_all_flow_decos

    return list(get_all_flow_decos().values())


def _environments() -> list[type]:
    return []


def _metadata_providers() -> list[type]:
    from ..metadata_provider.local import LocalMetadataProvider

    return [LocalMetadataProvider]


def _cards() -> list[type]:
    from .cards.card_modules._registry import all_cards

    return list(all_cards())


def _secrets_providers() -> list[type]:
    from .aws.secrets_manager.aws_secrets_manager_secrets_provider import (
        AwsSecretsManagerSecretsProvider,
    )
    from .secrets.inline_secrets_provider import InlineSecretsProvider

    return [InlineSecretsProvider, AwsSecretsManagerSecretsProvider]


def _aws_client_providers() -> list[type]:
    from .aws.aws_client import Boto3ClientProvider

    return [Boto3ClientProvider]


_LISTS = {
    "AWS_CLIENT_PROVIDERS": _aws_client_providers,
    "CARDS": _cards,
    "ENVIRONMENTS": _environments,
    "FLOW_DECORATORS": _flow_decorators,
    "METADATA_PROVIDERS": _metadata_providers,
    "SECRETS_PROVIDERS": _secrets_providers,
    "STEP_DECORATORS": _step_decorators,
}


def __getattr__(name: str) -> Any:
    if name in _LISTS:
        return _LISTS[name]()
    if name in _CLASSES:
        parent = __package__.rpartition(".")[0]
        return getattr(import_module(f"{parent}.{_CLASSES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
