# The decorators as people write them, told from their reference (runner/flow/reference); do not edit.
# ruff: noqa: E501
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar, overload

_Step = TypeVar("_Step", bound=Callable[..., Any])
_Flow = TypeVar("_Flow", bound=type[Any])

@overload
def airflow_external_task_sensor(flow: _Flow, /) -> _Flow:
    """On Airflow: waits for tasks of another DAG before the start step."""

@overload
def airflow_external_task_sensor(
    *,
    external_dag_id: str | None = None,
    external_task_ids: Sequence[str] | None = None,
    allowed_states: Sequence[str] = ["success"],
    failed_states: Sequence[str] | None = None,
    execution_delta: timedelta | None = None,
    check_existence: bool = True,
    timeout: float | str | None = 3600,
    poke_interval: float | str | None = 60,
    mode: str = "reschedule",
    exponential_backoff: bool = True,
    pool: str | None = None,
    soft_fail: bool = False,
    name: str | None = None,
    description: str | None = None,
) -> Callable[[_Flow], _Flow]:
    """On Airflow: waits for tasks of another DAG before the start step.

    - `external_dag_id`: The DAG to wait for.
    - `external_task_ids`: Its tasks to wait for; without them the DAG as a whole.
    - `allowed_states`: States that end the waiting well.
    - `failed_states`: States that end it badly.
    - `execution_delta`: How much earlier the other run was due.
    - `check_existence`: Fail at once when there is no such DAG.
    - `timeout`: Seconds after which the sensor gives up.
    - `poke_interval`: Seconds between two looks.
    - `mode`: Whether the sensor keeps its worker between two looks.
    - `exponential_backoff`: Wait longer after each look.
    - `pool`: The slot pool that the sensor runs in.
    - `soft_fail`: A sensor that gives up is skipped, not failed.
    - `name`: The name of the sensor in Airflow.
    - `description`: What Airflow shows about it.
    """

@overload
def airflow_external_task_sensor(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def airflow_s3_key_sensor(flow: _Flow, /) -> _Flow:
    """On Airflow: waits for an object in S3 before the start step."""

@overload
def airflow_s3_key_sensor(
    *,
    bucket_key: str | Sequence[str] | None = None,
    bucket_name: str | None = None,
    wildcard_match: bool = False,
    aws_conn_id: str | None = None,
    verify: bool | str | None = None,
    timeout: float | str | None = 3600,
    poke_interval: float | str | None = 60,
    mode: str = "reschedule",
    exponential_backoff: bool = True,
    pool: str | None = None,
    soft_fail: bool = False,
    name: str | None = None,
    description: str | None = None,
) -> Callable[[_Flow], _Flow]:
    """On Airflow: waits for an object in S3 before the start step.

    - `bucket_key`: The object: a whole `s3://` address, or its key.
    - `bucket_name`: The bucket, when `bucket_key` is a key alone.
    - `wildcard_match`: The key is a pattern with `*`.
    - `aws_conn_id`: The connection of Airflow to use.
    - `verify`: Check certificates, or with which file.
    - `timeout`: Seconds after which the sensor gives up.
    - `poke_interval`: Seconds between two looks.
    - `mode`: Whether the sensor keeps its worker between two looks.
    - `exponential_backoff`: Wait longer after each look.
    - `pool`: The slot pool that the sensor runs in.
    - `soft_fail`: A sensor that gives up is skipped, not failed.
    - `name`: The name of the sensor in Airflow.
    - `description`: What Airflow shows about it.
    """

@overload
def airflow_s3_key_sensor(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def batch(step: _Step, /) -> _Step:
    """Runs the step on AWS Batch. Artifacts have to lie in S3 for that. `--with batch` does it to all steps."""

@overload
def batch(
    *,
    cpu: float | str | None = None,
    memory: float | str | None = None,
    gpu: float | str | None = None,
    image: str | None = None,
    queue: str | None = None,
    iam_role: str | None = None,
    execution_role: str | None = None,
    shared_memory: float | str | None = None,
    use_tmpfs: bool = False,
    tmpfs_tempdir: bool = True,
    tmpfs_size: float | str | None = None,
    tmpfs_path: str = "/metaflow_temp",
    max_swap: float | str | None = None,
    swappiness: float | str | None = None,
    inferentia: float | str | None = None,
    trainium: float | str | None = None,
    efa: float | str | None = None,
    ephemeral_storage: float | str | None = None,
    host_volumes: str | Sequence[str] | None = None,
    efs_volumes: str | Sequence[str] | None = None,
    aws_batch_tags: Mapping[str, Any] | None = None,
    log_driver: str | None = None,
    log_options: Sequence[str] | None = None,
    privileged: bool = False,
    executable: str | None = None,
) -> Callable[[_Step], _Step]:
    """Runs the step on AWS Batch. Artifacts have to lie in S3 for that. `--with batch` does it to all steps.

    - `cpu`: How many CPUs. With `@resources` the larger number counts.
    - `memory`: Memory in MB. With `@resources` the larger number counts.
    - `gpu`: How many GPUs. With `@resources` the larger number counts.
    - `image`: The container image; without it the configured one, else Python’s own for this version.
    - `queue`: The job queue; without it the configured one.
    - `iam_role`: The role that the step acts as inside of AWS: what it may read and write.
    - `execution_role`: The role that starts the container; Fargate asks for it.
    - `shared_memory`: Size of `/dev/shm` in MiB.
    - `use_tmpfs`: Mount a folder that lies in memory.
    - `tmpfs_tempdir`: Use that folder for temporary files: `current.tempdir`.
    - `tmpfs_size`: Size of that folder in MiB; half of the memory unless told.
    - `tmpfs_path`: Where that folder is mounted.
    - `max_swap`: Swap in MiB, on top of the memory.
    - `swappiness`: How eagerly to swap: from 0 (only when nothing else helps) to 100.
    - `inferentia`: How many Inferentia chips.
    - `trainium`: Another name of `inferentia`; give one of the two.
    - `efa`: How many fast network devices (EFA) to attach, for gangs.
    - `ephemeral_storage`: Disk on Fargate in GiB, from 21 to 200.
    - `host_volumes`: Folders of the machine to mount under the same path.
    - `efs_volumes`: EFS file systems to mount: `fs-0123` or `fs-0123:/path`.
    - `aws_batch_tags`: AWS tags of the job.
    - `log_driver`: Where the container logs to.
    - `log_options`: Options of that driver, each as `name:value`.
    - `privileged`: Give the container the rights of the machine.
    - `executable`: Which Python the container starts.
    """

@overload
def batch(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def card(step: _Step, /) -> _Step:
    """Makes a page of the task: of its artifacts, or of what the step puts into `current.card`. A step may have several."""

@overload
def card(
    *,
    type: str = "default",
    id: str | None = None,
    options: Mapping[str, Any] = {},
    timeout: float | str | None = 45,
    save_errors: bool = True,
    refresh_interval: float | str | None = 5,
    customize: bool = False,
    scope: str = "task",
    rank: float | str | None = None,
) -> Callable[[_Step], _Step]:
    """Makes a page of the task: of its artifacts, or of what the step puts into `current.card`. A step may have several.

    - `type`: `default` shows all artifacts, `blank` only what the step appends, `html` the artifact that `options` names; other types come from packages.
    - `id`: Tells one card of the step from another: `current.card['scores']`.
    - `options`: Options of this type of card.
    - `timeout`: Seconds that the card may take to be made.
    - `save_errors`: When the card cannot be made, keep one that shows why.
    - `refresh_interval`: Seconds between two looks at a card while the step runs.
    - `customize`: This one is meant when several cards stand there and `current.card.append` names none.
    - `scope`: What the card is about. There is only `task`.
    - `rank`: Unused; kept for old flows.
    """

@overload
def card(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def catch(step: _Step, /) -> _Step:
    """Lets the flow go on when the step fails for good. What the step would have set is missing then; the artifact that `var` names holds the exception, or None when all went well."""

@overload
def catch(
    *,
    var: str | None = None,
    print_exception: bool = True,
) -> Callable[[_Step], _Step]:
    """Lets the flow go on when the step fails for good. What the step would have set is missing then; the artifact that `var` names holds the exception, or None when all went well.

    - `var`: The artifact that gets the exception. Without it the exception is not kept.
    - `print_exception`: Also print the exception into the log of the task.
    """

@overload
def catch(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def conda(step: _Step, /) -> _Step:
    """Gives the step a Conda environment with these packages. They add to those of `@conda_base`."""

@overload
def conda(
    *,
    packages: Mapping[str, Any] = {},
    libraries: Mapping[str, Any] = {},
    python: str | None = None,
    disabled: bool | None = None,
) -> Callable[[_Step], _Step]:
    """Gives the step a Conda environment with these packages. They add to those of `@conda_base`.

    - `packages`: Conda packages with their versions: `{'pandas': '2.2.3'}`; a channel goes before the name: `{'pytorch::pytorch': '2.5'}`.
    - `libraries`: The old name of `packages`, which wins where both name a package.
    - `python`: The version of Python, such as `3.12.4`; without it the one that started the run.
    - `disabled`: Turn the decorator off, so that the code runs with the packages at hand.
    """

@overload
def conda(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def conda_base(flow: _Flow, /) -> _Flow:
    """Gives every step a Conda environment with these packages. `@conda` adds more for one step."""

@overload
def conda_base(
    *,
    packages: Mapping[str, Any] = {},
    libraries: Mapping[str, Any] = {},
    python: str | None = None,
    disabled: bool | None = None,
) -> Callable[[_Flow], _Flow]:
    """Gives every step a Conda environment with these packages. `@conda` adds more for one step.

    - `packages`: Conda packages with their versions: `{'pandas': '2.2.3'}`; a channel goes before the name: `{'pytorch::pytorch': '2.5'}`.
    - `libraries`: The old name of `packages`, which wins where both name a package.
    - `python`: The version of Python, such as `3.12.4`; without it the one that started the run.
    - `disabled`: Turn the decorator off, so that the code runs with the packages at hand.
    """

@overload
def conda_base(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def environment(step: _Step, /) -> _Step:
    """Sets environment variables for the step, before Python starts there."""

@overload
def environment(
    *,
    vars: Mapping[str, Any] = {},
) -> Callable[[_Step], _Step]:
    """Sets environment variables for the step, before Python starts there.

    - `vars`: The variables by name: `{'OMP_NUM_THREADS': '4'}`.
    """

@overload
def environment(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def exit_hook(flow: _Flow, /) -> _Flow:
    """Calls functions after the run: to send a message, to clean up. One that takes an argument `run` gets it."""

@overload
def exit_hook(
    *,
    on_success: Sequence[Callable[..., Any] | str] = [],
    on_error: Sequence[Callable[..., Any] | str] = [],
    options: Mapping[str, Any] = {},
) -> Callable[[_Flow], _Flow]:
    """Calls functions after the run: to send a message, to clean up. One that takes an argument `run` gets it.

    - `on_success`: Called when the run has succeeded.
    - `on_error`: Called when the run has failed.
    - `options`: What the functions need where they run deployed: `image`, for one.
    """

@overload
def exit_hook(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def kubernetes(step: _Step, /) -> _Step:
    """Runs the step on Kubernetes. Artifacts have to lie in a store in the cloud for that. `--with kubernetes` does it to all steps."""

@overload
def kubernetes(
    *,
    cpu: float | str | None = 1,
    memory: float | str | None = 4096,
    gpu: float | str | None = None,
    image: str | None = None,
    disk: float | str | None = 10240,
    gpu_vendor: str | None = None,
    image_pull_policy: str | None = None,
    image_pull_secrets: Sequence[str] | None = None,
    service_account: str | None = None,
    secrets: Sequence[str] | None = None,
    node_selector: Mapping[str, Any] | str | None = None,
    namespace: str | None = None,
    tolerations: Sequence[Mapping[str, Any]] | None = None,
    labels: Mapping[str, Any] | None = None,
    annotations: Mapping[str, Any] | None = None,
    shared_memory: float | str | None = None,
    use_tmpfs: bool | None = None,
    tmpfs_tempdir: bool = True,
    tmpfs_size: float | str | None = None,
    tmpfs_path: str = "/metaflow_temp",
    persistent_volume_claims: Mapping[str, Any] | None = None,
    port: float | str | None = None,
    compute_pool: str | None = None,
    executable: str | None = None,
    hostname_resolution_timeout: float | str | None = 600,
    qos: str = "burstable",
    extended_resources: Mapping[str, Any] = {},
    security_context: Mapping[str, Any] | None = None,
) -> Callable[[_Step], _Step]:
    """Runs the step on Kubernetes. Artifacts have to lie in a store in the cloud for that. `--with kubernetes` does it to all steps.

    - `cpu`: How many CPUs. With `@resources` the larger number counts.
    - `memory`: Memory in MB. With `@resources` the larger number counts.
    - `gpu`: How many GPUs. With `@resources` the larger number counts.
    - `image`: The container image; without it the configured one, else Python’s own for this version.
    - `disk`: Disk in MB.
    - `gpu_vendor`: Whose GPUs.
    - `image_pull_policy`: When to fetch the image.
    - `image_pull_secrets`: Secrets of the cluster with which the image is fetched.
    - `service_account`: The service account of the pod.
    - `secrets`: Secrets of the cluster that the step gets as environment variables.
    - `node_selector`: Labels that a machine must have to run the pod.
    - `namespace`: The namespace of the cluster.
    - `tolerations`: Taints of machines that the pod puts up with.
    - `labels`: Labels of the pod.
    - `annotations`: Annotations of the pod.
    - `shared_memory`: Size of `/dev/shm` in MiB.
    - `use_tmpfs`: Mount a folder that lies in memory.
    - `tmpfs_tempdir`: Use that folder for temporary files: `current.tempdir`.
    - `tmpfs_size`: Size of that folder in MiB; half of the memory unless told.
    - `tmpfs_path`: Where that folder is mounted.
    - `persistent_volume_claims`: Claims to mount, each with its path.
    - `port`: A port that the job opens.
    - `compute_pool`: The pool of machines to run in, where a cluster has several.
    - `executable`: Which Python the container starts.
    - `hostname_resolution_timeout`: In a gang: seconds that the workers look for the first one.
    - `qos`: The class of service of the pod.
    - `extended_resources`: Other resources that the cluster offers.
    - `security_context`: What the container may do: `privileged`, `allow_privilege_escalation`, `run_as_user`, `run_as_group`, `run_as_non_root`.
    """

@overload
def kubernetes(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def parallel(step: _Step, /) -> _Step:
    """Makes a gang of the step: its tasks run at the same time and know each other. Go there with `self.next(self.train, num_parallel=4)`."""

@overload
def parallel() -> Callable[[_Step], _Step]:
    """Makes a gang of the step: its tasks run at the same time and know each other. Go there with `self.next(self.train, num_parallel=4)`."""

@overload
def parallel(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def project(flow: _Flow, /) -> _Flow:
    """Puts the flow into a project. Everyone gets a branch of their own there (`user.<name>`), so that deployments of one flow do not get in each other’s way."""

@overload
def project(
    *,
    name: str | None = None,
    branch: str | None = None,
    production: bool = False,
) -> Callable[[_Flow], _Flow]:
    """Puts the flow into a project. Everyone gets a branch of their own there (`user.<name>`), so that deployments of one flow do not get in each other’s way.

    - `name`: The project: lower-case letters, digits and underscores.
    - `branch`: The branch, instead of `user.<name>`. Also `--branch`, but not both.
    - `production`: Deploy to the production branch. Also `--production`, but not both.
    """

@overload
def project(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def pypi(step: _Step, /) -> _Step:
    """Gives the step an environment with these packages of PyPI. They add to those of `@pypi_base`."""

@overload
def pypi(
    *,
    packages: Mapping[str, Any] = {},
    python: str | None = None,
    disabled: bool | None = None,
) -> Callable[[_Step], _Step]:
    """Gives the step an environment with these packages of PyPI. They add to those of `@pypi_base`.

    - `packages`: Packages of PyPI with their versions: `{'pandas': '2.2.3'}`; `'>=2'` and the like work too.
    - `python`: The version of Python, such as `3.12.4`; without it the one that started the run.
    - `disabled`: Turn the decorator off, so that the code runs with the packages at hand.
    """

@overload
def pypi(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def pypi_base(flow: _Flow, /) -> _Flow:
    """Gives every step an environment with these packages of PyPI. `@pypi` adds more for one step."""

@overload
def pypi_base(
    *,
    packages: Mapping[str, Any] = {},
    python: str | None = None,
    disabled: bool | None = None,
) -> Callable[[_Flow], _Flow]:
    """Gives every step an environment with these packages of PyPI. `@pypi` adds more for one step.

    - `packages`: Packages of PyPI with their versions: `{'pandas': '2.2.3'}`; `'>=2'` and the like work too.
    - `python`: The version of Python, such as `3.12.4`; without it the one that started the run.
    - `disabled`: Turn the decorator off, so that the code runs with the packages at hand.
    """

@overload
def pypi_base(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def pytorch_parallel(step: _Step, /) -> _Step:
    """Like `@parallel`, with everything set that `torch.distributed` reads. It needs a package of its own."""

@overload
def pytorch_parallel(
    *,
    master_port: float | str | None = None,
) -> Callable[[_Step], _Step]:
    """Like `@parallel`, with everything set that `torch.distributed` reads. It needs a package of its own.

    - `master_port`: The port that the first node listens on.
    """

@overload
def pytorch_parallel(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def resources(step: _Step, /) -> _Step:
    """What the step needs, wherever it runs: `--with batch` or `--with kubernetes` asks for a machine like that. On this machine it changes nothing."""

@overload
def resources(
    *,
    cpu: float | str | None = 1,
    memory: float | str | None = 4096,
    gpu: float | str | None = None,
    disk: float | str | None = None,
    shared_memory: float | str | None = None,
) -> Callable[[_Step], _Step]:
    """What the step needs, wherever it runs: `--with batch` or `--with kubernetes` asks for a machine like that. On this machine it changes nothing.

    - `cpu`: How many CPUs.
    - `memory`: Memory in MB.
    - `gpu`: How many GPUs.
    - `disk`: Disk in MB; Kubernetes only.
    - `shared_memory`: Size of `/dev/shm` in MiB, which data loaders with several processes share.
    """

@overload
def resources(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def retry(step: _Step, /) -> _Step:
    """Runs the task again when it fails. For trouble that passes, such as a network that is down; a step that must not do its work twice takes `times=0`, which also overrules `--with retry`."""

@overload
def retry(
    *,
    times: float | str | None = 3,
    minutes_between_retries: float | str | None = 2,
) -> Callable[[_Step], _Step]:
    """Runs the task again when it fails. For trouble that passes, such as a network that is down; a step that must not do its work twice takes `times=0`, which also overrules `--with retry`.

    - `times`: How often to try again after the first failure.
    - `minutes_between_retries`: Minutes to wait before the next attempt.
    """

@overload
def retry(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def schedule(flow: _Flow, /) -> _Flow:
    """Runs the flow at given times. It counts once the flow is deployed to a scheduler; a run that you start is not affected."""

@overload
def schedule(
    *,
    cron: str | None = None,
    weekly: bool = False,
    daily: bool = True,
    hourly: bool = False,
    timezone: str | None = None,
) -> Callable[[_Flow], _Flow]:
    """Runs the flow at given times. It counts once the flow is deployed to a scheduler; a run that you start is not affected.

    - `cron`: A cron expression.
    - `weekly`: Once a week.
    - `daily`: Once a day, unless another time is given.
    - `hourly`: Once an hour.
    - `timezone`: The zone that the times are meant in: `Europe/Berlin`. Argo Workflows only.
    """

@overload
def schedule(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def secrets(step: _Step, /) -> _Step:
    """Fetches secrets when the task starts and hands them to the step as environment variables."""

@overload
def secrets(
    *,
    sources: Sequence[str | Mapping[str, Any]] = [],
    role: str | None = None,
    allow_override: bool = False,
) -> Callable[[_Step], _Step]:
    """Fetches secrets when the task starts and hands them to the step as environment variables.

    - `sources`: Which secrets: names for the configured backend, or dicts such as `{'type': 'aws-secrets-manager', 'id': 'name'}`.
    - `role`: The role that may read them.
    - `allow_override`: Let a secret replace a variable that is already set.
    """

@overload
def secrets(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def timeout(step: _Step, /) -> _Step:
    """Ends an attempt that takes too long, as a failure: `@retry` tries again, `@catch` catches it. The times given are added up."""

@overload
def timeout(
    *,
    seconds: float | str | None = 0,
    minutes: float | str | None = 0,
    hours: float | str | None = 0,
) -> Callable[[_Step], _Step]:
    """Ends an attempt that takes too long, as a failure: `@retry` tries again, `@catch` catches it. The times given are added up.

    - `seconds`: Seconds that an attempt may take.
    - `minutes`: Minutes that an attempt may take.
    - `hours`: Hours that an attempt may take.
    """

@overload
def timeout(**options: Any) -> Callable[[_Step], _Step]: ...
@overload
def trigger(flow: _Flow, /) -> _Flow:
    """Runs the flow when something happens: an event with that name. It counts once the flow is deployed to a scheduler; a run that you start is not affected."""

@overload
def trigger(
    *,
    event: str | Mapping[str, Any] | Callable[..., Any] | None = None,
    events: Sequence[str | Mapping[str, Any]] = [],
    options: Mapping[str, Any] = {},
) -> Callable[[_Flow], _Flow]:
    """Runs the flow when something happens: an event with that name. It counts once the flow is deployed to a scheduler; a run that you start is not affected.

    - `event`: The event: its name, or `{'name': …, 'parameters': {'alpha': 'field'}}`, which takes parameters from fields of the event.
    - `events`: Several events; the flow starts when all have happened.
    - `options`: Options of the scheduler’s events.
    """

@overload
def trigger(**options: Any) -> Callable[[_Flow], _Flow]: ...
@overload
def trigger_on_finish(flow: _Flow, /) -> _Flow:
    """Runs the flow when another one has succeeded. It counts once the flow is deployed to a scheduler; a run that you start is not affected."""

@overload
def trigger_on_finish(
    *,
    flow: str | Mapping[str, Any] | Callable[..., Any] | None = None,
    flows: Sequence[str | Mapping[str, Any]] = [],
    options: Mapping[str, Any] = {},
) -> Callable[[_Flow], _Flow]:
    """Runs the flow when another one has succeeded. It counts once the flow is deployed to a scheduler; a run that you start is not affected.

    - `flow`: The flow: its name, `project.branch.Flow`, or a dict with `name`, `project` and `project_branch`.
    - `flows`: Several flows; this one starts when all have succeeded.
    - `options`: Options of the scheduler’s events.
    """

@overload
def trigger_on_finish(**options: Any) -> Callable[[_Flow], _Flow]: ...
