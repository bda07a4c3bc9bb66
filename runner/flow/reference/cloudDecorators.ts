/** Decorators that send a step to a cluster. */
import type { DecoratorReference, OptionReference } from './model';

const WITH_RESOURCES = 'With `@resources` the larger number counts.';

const size: readonly OptionReference[] = [
  { name: 'cpu', type: 'int', text: `How many CPUs. ${WITH_RESOURCES}`, example: '2' },
  { name: 'memory', type: 'int', text: `Memory in MB. ${WITH_RESOURCES}`, example: '8192' },
  { name: 'gpu', type: 'int', text: `How many GPUs. ${WITH_RESOURCES}`, example: '1' },
  {
    name: 'image',
    type: 'str',
    text: 'The container image; without it the configured one, else Python’s own for this version.',
    example: "'python:3.12'",
  },
];

/** Of /dev/shm and of a folder in memory. */
const memoryFolders: readonly OptionReference[] = [
  { name: 'shared_memory', type: 'int', text: 'Size of `/dev/shm` in MiB.', example: '1024' },
  { name: 'use_tmpfs', type: 'bool', text: 'Mount a folder that lies in memory.' },
  {
    name: 'tmpfs_tempdir',
    type: 'bool',
    text: 'Use that folder for temporary files: `current.tempdir`.',
  },
  {
    name: 'tmpfs_size',
    type: 'int',
    text: 'Size of that folder in MiB; half of the memory unless told.',
    example: '4096',
  },
  { name: 'tmpfs_path', type: 'str', text: 'Where that folder is mounted.' },
];

const executable: OptionReference = {
  name: 'executable',
  type: 'str',
  text: 'Which Python the container starts.',
  example: "'python3'",
};

export const CLOUD_DECORATORS: { readonly [name: string]: DecoratorReference } = {
  batch: {
    text: 'Runs the step on AWS Batch. Artifacts have to lie in S3 for that. `--with batch` does it to all steps.',
    snippet: 'batch(cpu=${1:2}, memory=${2:8192})',
    options: [
      ...size,
      {
        name: 'queue',
        type: 'str',
        text: 'The job queue; without it the configured one.',
        example: "'queue'",
      },
      {
        name: 'iam_role',
        type: 'str',
        text: 'The role that the step acts as inside of AWS: what it may read and write.',
      },
      {
        name: 'execution_role',
        type: 'str',
        text: 'The role that starts the container; Fargate asks for it.',
      },
      ...memoryFolders,
      { name: 'max_swap', type: 'int', text: 'Swap in MiB, on top of the memory.' },
      {
        name: 'swappiness',
        type: 'int',
        text: 'How eagerly to swap: from 0 (only when nothing else helps) to 100.',
      },
      { name: 'inferentia', type: 'int', text: 'How many Inferentia chips.', example: '1' },
      {
        name: 'trainium',
        type: 'int',
        text: 'Another name of `inferentia`; give one of the two.',
        example: '1',
      },
      {
        name: 'efa',
        type: 'int',
        text: 'How many fast network devices (EFA) to attach, for gangs.',
        example: '1',
      },
      {
        name: 'ephemeral_storage',
        type: 'int',
        text: 'Disk on Fargate in GiB, from 21 to 200.',
        example: '50',
      },
      {
        name: 'host_volumes',
        type: 'str | list[str]',
        text: 'Folders of the machine to mount under the same path.',
        example: "['/data']",
      },
      {
        name: 'efs_volumes',
        type: 'str | list[str]',
        text: 'EFS file systems to mount: `fs-0123` or `fs-0123:/path`.',
        example: "['fs-']",
      },
      {
        name: 'aws_batch_tags',
        type: 'dict[str, str]',
        text: 'AWS tags of the job.',
        example: '{}',
      },
      {
        name: 'log_driver',
        type: 'str',
        text: 'Where the container logs to.',
        example: "'awslogs'",
      },
      {
        name: 'log_options',
        type: 'list[str]',
        text: 'Options of that driver, each as `name:value`.',
        example: '[]',
      },
      { name: 'privileged', type: 'bool', text: 'Give the container the rights of the machine.' },
      executable,
    ],
  },
  kubernetes: {
    text: 'Runs the step on Kubernetes. Artifacts have to lie in a store in the cloud for that. `--with kubernetes` does it to all steps.',
    snippet: 'kubernetes(cpu=${1:2}, memory=${2:8192})',
    options: [
      ...size,
      { name: 'disk', type: 'int', text: 'Disk in MB.', example: '20480' },
      {
        name: 'gpu_vendor',
        type: 'str',
        text: 'Whose GPUs.',
        values: ["'nvidia'", "'amd'"],
      },
      {
        name: 'image_pull_policy',
        type: 'str',
        text: 'When to fetch the image.',
        values: ["'Always'", "'IfNotPresent'", "'Never'"],
      },
      {
        name: 'image_pull_secrets',
        type: 'list[str]',
        text: 'Secrets of the cluster with which the image is fetched.',
        example: '[]',
      },
      { name: 'service_account', type: 'str', text: 'The service account of the pod.' },
      {
        name: 'secrets',
        type: 'list[str]',
        text: 'Secrets of the cluster that the step gets as environment variables.',
        example: '[]',
      },
      {
        name: 'node_selector',
        type: 'dict[str, str] | str',
        text: 'Labels that a machine must have to run the pod.',
        example: '{}',
      },
      { name: 'namespace', type: 'str', text: 'The namespace of the cluster.' },
      {
        name: 'tolerations',
        type: 'list[dict]',
        text: 'Taints of machines that the pod puts up with.',
        example: '[]',
      },
      { name: 'labels', type: 'dict[str, str]', text: 'Labels of the pod.', example: '{}' },
      {
        name: 'annotations',
        type: 'dict[str, str]',
        text: 'Annotations of the pod.',
        example: '{}',
      },
      ...memoryFolders,
      {
        name: 'persistent_volume_claims',
        type: 'dict[str, str]',
        text: 'Claims to mount, each with its path.',
        example: '{}',
      },
      { name: 'port', type: 'int', text: 'A port that the job opens.', example: '8080' },
      {
        name: 'compute_pool',
        type: 'str',
        text: 'The pool of machines to run in, where a cluster has several.',
      },
      executable,
      {
        name: 'hostname_resolution_timeout',
        type: 'int',
        text: 'In a gang: seconds that the workers look for the first one.',
      },
      {
        name: 'qos',
        type: 'str',
        text: 'The class of service of the pod.',
        values: ["'guaranteed'", "'burstable'", "'besteffort'"],
      },
      {
        name: 'extended_resources',
        type: 'dict[str, str]',
        text: 'Other resources that the cluster offers.',
        example: '{}',
      },
      {
        name: 'security_context',
        type: 'dict',
        text: 'What the container may do: `privileged`, `allow_privilege_escalation`, `run_as_user`, `run_as_group`, `run_as_non_root`.',
        example: '{}',
      },
    ],
  },
};
