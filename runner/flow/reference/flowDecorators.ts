/** Decorators of flows. */
import type { DecoratorReference, OptionReference } from './model';
import { CONDA_OPTIONS, PYPI_OPTIONS } from './stepDecorators';

const SCHEDULER =
  'It counts once the flow is deployed to a scheduler; a run that you start is not affected.';

const sensor: readonly OptionReference[] = [
  { name: 'timeout', type: 'int', text: 'Seconds after which the sensor gives up.' },
  { name: 'poke_interval', type: 'int', text: 'Seconds between two looks.' },
  {
    name: 'mode',
    type: 'str',
    text: 'Whether the sensor keeps its worker between two looks.',
    values: ["'poke'", "'reschedule'"],
  },
  { name: 'exponential_backoff', type: 'bool', text: 'Wait longer after each look.' },
  { name: 'pool', type: 'str', text: 'The slot pool that the sensor runs in.' },
  { name: 'soft_fail', type: 'bool', text: 'A sensor that gives up is skipped, not failed.' },
  { name: 'name', type: 'str', text: 'The name of the sensor in Airflow.' },
  { name: 'description', type: 'str', text: 'What Airflow shows about it.' },
];

export const FLOW_DECORATORS: { readonly [name: string]: DecoratorReference } = {
  project: {
    text: 'Puts the flow into a project. Everyone gets a branch of their own there (`user.<name>`), so that deployments of one flow do not get in each other’s way.',
    snippet: "project(name='${1:project}')",
    current: [
      'project_name',
      'branch_name',
      'project_flow_name',
      'is_user_branch',
      'is_production',
    ],
    options: [
      {
        name: 'name',
        type: 'str',
        text: 'The project: lower-case letters, digits and underscores.',
        example: "'project'",
      },
      {
        name: 'branch',
        type: 'str',
        text: 'The branch, instead of `user.<name>`. Also `--branch`, but not both.',
      },
      {
        name: 'production',
        type: 'bool',
        text: 'Deploy to the production branch. Also `--production`, but not both.',
      },
    ],
  },
  schedule: {
    text: `Runs the flow at given times. ${SCHEDULER}`,
    snippet: 'schedule(${1|daily,hourly,weekly|}=True)',
    options: [
      { name: 'cron', type: 'str', text: 'A cron expression.', example: "'0 6 * * ? *'" },
      { name: 'weekly', type: 'bool', text: 'Once a week.' },
      { name: 'daily', type: 'bool', text: 'Once a day, unless another time is given.' },
      { name: 'hourly', type: 'bool', text: 'Once an hour.' },
      {
        name: 'timezone',
        type: 'str',
        text: 'The zone that the times are meant in: `Europe/Berlin`. Argo Workflows only.',
        example: "'Europe/Berlin'",
      },
    ],
  },
  trigger: {
    text: `Runs the flow when something happens: an event with that name. ${SCHEDULER}`,
    snippet: "trigger(event='${1:data_updated}')",
    current: ['trigger'],
    options: [
      {
        name: 'event',
        type: 'str | dict',
        text: "The event: its name, or `{'name': …, 'parameters': {'alpha': 'field'}}`, which takes parameters from fields of the event.",
        example: "'event'",
      },
      {
        name: 'events',
        type: 'list[str | dict]',
        text: 'Several events; the flow starts when all have happened.',
        example: '[]',
      },
      { name: 'options', type: 'dict', text: 'Options of the scheduler’s events.', example: '{}' },
    ],
  },
  trigger_on_finish: {
    text: `Runs the flow when another one has succeeded. ${SCHEDULER}`,
    snippet: "trigger_on_finish(flow='${1:OtherFlow}')",
    current: ['trigger'],
    options: [
      {
        name: 'flow',
        type: 'str | dict',
        text: 'The flow: its name, `project.branch.Flow`, or a dict with `name`, `project` and `project_branch`.',
        example: "'OtherFlow'",
      },
      {
        name: 'flows',
        type: 'list[str | dict]',
        text: 'Several flows; this one starts when all have succeeded.',
        example: '[]',
      },
      { name: 'options', type: 'dict', text: 'Options of the scheduler’s events.', example: '{}' },
    ],
  },
  exit_hook: {
    text: 'Calls functions after the run: to send a message, to clean up. One that takes an argument `run` gets it.',
    snippet: 'exit_hook(on_error=[${1:tell}])',
    options: [
      {
        name: 'on_success',
        type: 'list[Callable]',
        text: 'Called when the run has succeeded.',
        example: '[]',
      },
      {
        name: 'on_error',
        type: 'list[Callable]',
        text: 'Called when the run has failed.',
        example: '[]',
      },
      {
        name: 'options',
        type: 'dict',
        text: 'What the functions need where they run deployed: `image`, for one.',
        example: '{}',
      },
    ],
  },
  pypi_base: {
    text: 'Gives every step an environment with these packages of PyPI. `@pypi` adds more for one step.',
    snippet: "pypi_base(python='${1:3.12}', packages={'${2:pandas}': '${3:2.2.3}'})",
    options: PYPI_OPTIONS,
  },
  conda_base: {
    text: 'Gives every step a Conda environment with these packages. `@conda` adds more for one step.',
    snippet: "conda_base(python='${1:3.12}', packages={'${2:pandas}': '${3:2.2.3}'})",
    options: CONDA_OPTIONS,
  },
  airflow_s3_key_sensor: {
    text: 'On Airflow: waits for an object in S3 before the start step.',
    snippet: "airflow_s3_key_sensor(bucket_key='${1:s3://bucket/key}')",
    options: [
      {
        name: 'bucket_key',
        type: 'str | list[str]',
        text: 'The object: a whole `s3://` address, or its key.',
        example: "'s3://'",
      },
      {
        name: 'bucket_name',
        type: 'str',
        text: 'The bucket, when `bucket_key` is a key alone.',
        example: "'bucket'",
      },
      { name: 'wildcard_match', type: 'bool', text: 'The key is a pattern with `*`.' },
      { name: 'aws_conn_id', type: 'str', text: 'The connection of Airflow to use.' },
      { name: 'verify', type: 'bool | str', text: 'Check certificates, or with which file.' },
      ...sensor,
    ],
  },
  airflow_external_task_sensor: {
    text: 'On Airflow: waits for tasks of another DAG before the start step.',
    snippet: "airflow_external_task_sensor(external_dag_id='${1:dag}')",
    options: [
      { name: 'external_dag_id', type: 'str', text: 'The DAG to wait for.', example: "'dag'" },
      {
        name: 'external_task_ids',
        type: 'list[str]',
        text: 'Its tasks to wait for; without them the DAG as a whole.',
        example: '[]',
      },
      {
        name: 'allowed_states',
        type: 'list[str]',
        text: 'States that end the waiting well.',
        example: '[]',
      },
      {
        name: 'failed_states',
        type: 'list[str]',
        text: 'States that end it badly.',
        example: '[]',
      },
      {
        name: 'execution_delta',
        type: 'timedelta',
        text: 'How much earlier the other run was due.',
      },
      { name: 'check_existence', type: 'bool', text: 'Fail at once when there is no such DAG.' },
      ...sensor,
    ],
  },
};
