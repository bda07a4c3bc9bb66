"""@kubernetes: a step in a pod. Described here, run by official Metaflow."""

from __future__ import annotations

from . import StepDecorator, step_decorator


class KubernetesDecorator(StepDecorator):
    """Runs the step on Kubernetes, with `cpu`, `gpu`, `memory` and `disk` (MB) and an `image`."""

    name = "kubernetes"
    needs_official = True
    defaults = {
        "cpu": "1",
        "memory": "4096",
        "disk": "10240",
        "image": None,
        "image_pull_policy": None,
        "image_pull_secrets": None,
        "service_account": None,
        "secrets": None,
        "node_selector": None,
        "namespace": None,
        "gpu": None,
        "gpu_vendor": None,
        "tolerations": None,
        "labels": None,
        "annotations": None,
        "use_tmpfs": None,
        "tmpfs_tempdir": True,
        "tmpfs_size": None,
        "tmpfs_path": "/metaflow_temp",
        "persistent_volume_claims": None,
        "shared_memory": None,
        "port": None,
        "compute_pool": None,
        "executable": None,
        "hostname_resolution_timeout": 600,
        "qos": "burstable",
        "extended_resources": {},
        "security_context": None,
    }


kubernetes = step_decorator(KubernetesDecorator)
