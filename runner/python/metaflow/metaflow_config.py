"""Metaflow's settings by their names, for code that imports them; read once, when this is imported.

A setting that means nothing to a run on one's own machine is kept all the same: libraries ask.
"""

from __future__ import annotations

import os

from ._datastore.layout import MAX_ATTEMPTS as MAX_ATTEMPTS
from .metaflow_config_funcs import from_conf, get_validate_choice_fn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DATASTORE_LOCAL_DIR = ".metaflow"
DATASTORE_SPIN_LOCAL_DIR = ".metaflow_spin"
LOCAL_CONFIG_FILE = "config.json"
CARD_SUFFIX = "mf.cards"
RETRY_WARNING_THRESHOLD = 3
DISABLE_TRACING = bool(os.environ.get("DISABLE_TRACING", False))
DEBUG_OPTIONS = [
    "subcommand",
    "sidecar",
    "s3client",
    "tracing",
    "stubgen",
    "userconf",
    "conda",
    "package",
]
JSON = object

# Without a default.
_PLAIN = [
    "AIRFLOW_KUBERNETES_CONN_ID",
    "AIRFLOW_KUBERNETES_KUBECONFIG_CONTEXT",
    "AIRFLOW_KUBERNETES_KUBECONFIG_FILE",
    "ARGO_EVENTS_EVENT",
    "ARGO_EVENTS_EVENT_SOURCE",
    "ARGO_EVENTS_SERVICE_ACCOUNT",
    "ARGO_EVENTS_WEBHOOK_URL",
    "ARGO_WORKFLOWS_CAPTURE_ERROR_SCRIPT",
    "ARGO_WORKFLOWS_UI_URL",
    "AWS_SANDBOX_API_KEY",
    "AWS_SANDBOX_INTERNAL_SERVICE_URL",
    "AWS_SANDBOX_REGION",
    "AWS_SECRETS_MANAGER_DEFAULT_REGION",
    "AWS_SECRETS_MANAGER_DEFAULT_ROLE",
    "AZURE_KEY_VAULT_PREFIX",
    "AZURE_STORAGE_BLOB_SERVICE_ENDPOINT",
    "BATCH_JOB_QUEUE",
    "CARD_LOCALROOT",
    "CONDA_PACKAGE_AZUREROOT",
    "CONDA_PACKAGE_GSROOT",
    "CONDA_PACKAGE_S3ROOT",
    "DATASTORE_SYSROOT_AZURE",
    "DATASTORE_SYSROOT_GS",
    "DATASTORE_SYSROOT_LOCAL",
    "DATASTORE_SYSROOT_S3",
    "DATASTORE_SYSROOT_SPIN",
    "DEFAULT_CONTAINER_IMAGE",
    "DEFAULT_CONTAINER_REGISTRY",
    "DEFAULT_SECRETS_BACKEND_TYPE",
    "DEFAULT_SECRETS_ROLE",
    "ECS_FARGATE_EXECUTION_ROLE",
    "ECS_S3_ACCESS_IAM_ROLE",
    "EVENTS_SFN_ACCESS_IAM_ROLE",
    "GCP_SECRET_MANAGER_PREFIX",
    "KUBERNETES_CONDA_ARCH",
    "KUBERNETES_CPU",
    "KUBERNETES_DISK",
    "KUBERNETES_IMAGE_PULL_POLICY",
    "KUBERNETES_MEMORY",
    "KUBERNETES_PORT",
    "KUBERNETES_SANDBOX_INIT_SCRIPT",
    "KUBERNETES_SERVICE_ACCOUNT",
    "KUBERNETES_SHARED_MEMORY",
    "OTEL_ENDPOINT",
    "S3_ENDPOINT_URL",
    "S3_SERVER_SIDE_ENCRYPTION",
    "S3_VERIFY_CERTIFICATE",
    "SERVICE_AUTH_KEY",
    "SERVICE_URL",
    "SFN_DYNAMO_DB_TABLE",
    "SFN_EXECUTION_LOG_GROUP_ARN",
    "SFN_IAM_ROLE",
    "SFN_STATE_MACHINE_PREFIX",
    "UI_URL",
    "USER",
    "ZIPKIN_ENDPOINT",
]

_DEFAULTS: dict[str, Any] = {
    "AIRFLOW_KUBERNETES_STARTUP_TIMEOUT_SECONDS": 3600,
    "ARGO_EVENTS_EVENT_BUS": "default",
    "ARGO_EVENTS_WEBHOOK_AUTH": "none",
    "ARGO_WORKFLOWS_ENV_VARS_TO_SKIP": "",
    "ARGO_WORKFLOWS_KUBERNETES_SECRETS": "",
    "ARGO_WORKFLOWS_USE_SCHEDULES": False,
    "ARTIFACT_LOCALROOT": os.getcwd(),
    "AWS_SANDBOX_ENABLED": False,
    "BATCH_DEFAULT_TAGS": {},
    "BATCH_EMIT_TAGS": False,
    "CARD_NO_WARNING": False,
    "CLICK_API_PROCESS_CONFIG": True,
    "CLIENT_CACHE_MAX_FLOWDATASTORE_COUNT": 50,
    "CLIENT_CACHE_MAX_SIZE": 10000,
    "CLIENT_CACHE_PATH": "/tmp/metaflow_client",
    "CONDA_DEPENDENCY_RESOLVER": "conda",
    "CONDA_USE_FAST_INIT": False,
    "CONSOLE_TRACE_ENABLED": False,
    "CONTACT_INFO": {"Read the documentation": "https://docs.metaflow.org"},
    "DATATOOLS_CLIENT_PARAMS": {},
    "DATATOOLS_SESSION_VARS": {},
    "DATATOOLS_SUFFIX": "data",
    "DEFAULT_AWS_CLIENT_PROVIDER": "boto3",
    "DEFAULT_AZURE_CLIENT_PROVIDER": "azure-default",
    "DEFAULT_DATASTORE": "local",
    "DEFAULT_DECOSPECS": "",
    "DEFAULT_ENVIRONMENT": "local",
    "DEFAULT_EVENT_LOGGER": "nullSidecarLogger",
    "DEFAULT_FROM_DEPLOYMENT_IMPL": "argo-workflows",
    "DEFAULT_GCP_CLIENT_PROVIDER": "gcp-default",
    "DEFAULT_METADATA": "local",
    "DEFAULT_MONITOR": "nullSidecarMonitor",
    "DEFAULT_PACKAGE_SUFFIXES": ".py,.R,.RDS",
    "DEFAULT_RUNTIME_LIMIT": 5 * 24 * 3600,
    "ESCAPE_HATCH_WARNING": True,
    "FEAT_ALWAYS_UPLOAD_CODE_PACKAGE": False,
    "INCLUDE_FOREACH_STACK": True,
    "KUBERNETES_ANNOTATIONS": "",
    "KUBERNETES_FETCH_EC2_METADATA": False,
    "KUBERNETES_GPU_VENDOR": "nvidia",
    "KUBERNETES_IMAGE_PULL_SECRETS": "",
    "KUBERNETES_JOBSET_GROUP": "jobset.x-k8s.io",
    "KUBERNETES_JOBSET_VERSION": "v1alpha2",
    "KUBERNETES_JOB_TERMINATE_MODE": "stop",
    "KUBERNETES_JOB_TTL_SECONDS_AFTER_FINISHED": 7 * 24 * 3600,
    "KUBERNETES_LABELS": "",
    "KUBERNETES_NAMESPACE": "default",
    "KUBERNETES_NODE_SELECTOR": "",
    "KUBERNETES_PERSISTENT_VOLUME_CLAIMS": "",
    "KUBERNETES_QOS": "burstable",
    "KUBERNETES_SECRETS": "",
    "KUBERNETES_TOLERATIONS": "",
    "MAXIMUM_FOREACH_VALUE_CHARS": 30,
    "NAMESPACED_EVENTS_PREFIX": "mfns",
    "OTEL_SERVICE_NAME": "metaflow",
    "PROFILE_FROM_START": False,
    "RUNTIME_CARD_RENDER_INTERVAL": 60,
    "S3_CLIENT_RETRY_CONFIG": {"max_attempts": 10, "mode": "adaptive"},
    "S3_LOG_TRANSIENT_RETRIES": False,
    "S3_RETRY_COUNT": 7,
    "S3_TRANSIENT_RETRY_COUNT": 20,
    "S3_WORKER_COUNT": 64,
    "SERVICE_HEADERS": {},
    "SERVICE_RETRY_COUNT": 5,
    "SERVICE_VERSION_CHECK": True,
    "SFN_COMPRESS_STATE_MACHINE": False,
    "SPIN_ALLOWED_DECORATORS": [
        "conda",
        "pypi",
        "conda_base",
        "pypi_base",
        "environment",
        "project",
        "timeout",
        "conda_env_internal",
        "card",
    ],
    "SPIN_DISALLOWED_DECORATORS": ["parallel"],
    "SPIN_PERSIST": False,
    "TEMPDIR": ".",
    **{f"DEBUG_{option.upper()}": False for option in DEBUG_OPTIONS},
}

# Whose default is another setting, or a folder below one.
_DERIVED = {
    "ARGO_EVENTS_INTERNAL_WEBHOOK_URL": ("ARGO_EVENTS_WEBHOOK_URL", None),
    "ARGO_EVENTS_SENSOR_NAMESPACE": ("KUBERNETES_NAMESPACE", None),
    "AWS_SANDBOX_STS_ENDPOINT_URL": ("SERVICE_URL", None),
    "BATCH_CONTAINER_IMAGE": ("DEFAULT_CONTAINER_IMAGE", None),
    "BATCH_CONTAINER_REGISTRY": ("DEFAULT_CONTAINER_REGISTRY", None),
    "CARD_AZUREROOT": ("DATASTORE_SYSROOT_AZURE", CARD_SUFFIX),
    "CARD_GSROOT": ("DATASTORE_SYSROOT_GS", CARD_SUFFIX),
    "CARD_S3ROOT": ("DATASTORE_SYSROOT_S3", CARD_SUFFIX),
    "DATATOOLS_AZUREROOT": ("DATASTORE_SYSROOT_AZURE", "DATATOOLS_SUFFIX"),
    "DATATOOLS_GSROOT": ("DATASTORE_SYSROOT_GS", "DATATOOLS_SUFFIX"),
    "DATATOOLS_LOCALROOT": ("DATASTORE_SYSROOT_LOCAL", "DATATOOLS_SUFFIX"),
    "DATATOOLS_S3ROOT": ("DATASTORE_SYSROOT_S3", "DATATOOLS_SUFFIX"),
    "KUBERNETES_CONTAINER_IMAGE": ("DEFAULT_CONTAINER_IMAGE", None),
    "KUBERNETES_CONTAINER_REGISTRY": ("DEFAULT_CONTAINER_REGISTRY", None),
    "SERVICE_INTERNAL_URL": ("SERVICE_URL", None),
    "SFN_S3_DISTRIBUTED_MAP_OUTPUT_PATH": ("DATASTORE_SYSROOT_S3", "sfn_distributed_map_output"),
}


def _settings() -> dict[str, Any]:
    read = {name: from_conf(name) for name in _PLAIN}
    for name, default in _DEFAULTS.items():
        # Containers are copied: people add to them.
        read[name] = from_conf(name, default.copy() if isinstance(default, dict) else default)
    for name, (base, below) in _DERIVED.items():
        default = read[base]
        if default is not None and below is not None:
            default = os.path.join(default, read.get(below, below))
        read[name] = from_conf(name, default)
    for name in ("AZURE_STORAGE_WORKLOAD_TYPE", "GS_STORAGE_WORKLOAD_TYPE"):
        choice = get_validate_choice_fn(["general", "high_throughput"])
        read[name] = from_conf(name, "general", choice)
    flows = read["CLIENT_CACHE_MAX_FLOWDATASTORE_COUNT"]
    name = "CLIENT_CACHE_MAX_TASKDATASTORE_COUNT"
    read[name] = from_conf(name, flows * 100)
    if read["SERVICE_AUTH_KEY"] is not None:
        read["SERVICE_HEADERS"]["x-api-key"] = read["SERVICE_AUTH_KEY"]
    if read["S3_ENDPOINT_URL"]:
        read["DATATOOLS_CLIENT_PARAMS"].setdefault("endpoint_url", read["S3_ENDPOINT_URL"])
    if read["S3_VERIFY_CERTIFICATE"]:
        read["DATATOOLS_CLIENT_PARAMS"]["verify"] = read["S3_VERIFY_CERTIFICATE"]
    return read


globals().update(_settings())


def __getattr__(name: str) -> Any:
    raise AttributeError(f"module {__name__!r} has no setting {name!r}")
