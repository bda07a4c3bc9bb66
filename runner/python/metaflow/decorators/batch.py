"""@batch: a step on AWS Batch. Described here, run by official Metaflow."""

from __future__ import annotations

from . import StepDecorator, step_decorator


class BatchDecorator(StepDecorator):
    """Runs the step on AWS Batch, with `cpu`, `gpu`, `memory` (MB) and an `image`."""

    name = "batch"
    needs_official = True
    defaults = {
        "cpu": None,
        "gpu": None,
        "memory": None,
        "image": None,
        "queue": None,
        "iam_role": None,
        "execution_role": None,
        "shared_memory": None,
        "max_swap": None,
        "swappiness": None,
        "inferentia": None,
        "trainium": None,
        "efa": None,
        "host_volumes": None,
        "efs_volumes": None,
        "use_tmpfs": False,
        "aws_batch_tags": None,
        "tmpfs_tempdir": True,
        "tmpfs_size": None,
        "tmpfs_path": "/metaflow_temp",
        "ephemeral_storage": None,
        "log_driver": None,
        "log_options": None,
        "executable": None,
        "privileged": False,
    }


batch = step_decorator(BatchDecorator)
