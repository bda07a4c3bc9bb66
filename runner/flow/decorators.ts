/**
 * The decorators that Metaflow knows, with their defaults, and what they mean for the order of work.
 * Defaults as in Metaflow 2.19.38, with numbers as numbers where it keeps them as text (`@retry`).
 */
import type { DecoratorDescription, Json, StepDescription } from './description';

export interface KnownDecorator {
  readonly on: 'step' | 'flow';
  readonly defaults: { readonly [name: string]: Json };
  /** May stand on one step or flow more than once. */
  readonly multiple?: true;
}

const packages = { packages: {}, python: null, disabled: null } as const;
const packagesAndLibraries = { packages: {}, libraries: {}, python: null, disabled: null } as const;

const airflowSensor = {
  timeout: 3600,
  poke_interval: 60,
  mode: 'reschedule',
  exponential_backoff: true,
  pool: null,
  soft_fail: false,
  name: null,
  description: null,
} as const;

/** By the name it is written with. */
export const KNOWN_DECORATORS: { readonly [name: string]: KnownDecorator } = {
  retry: { on: 'step', defaults: { times: 3, minutes_between_retries: 2 } },
  catch: { on: 'step', defaults: { var: null, print_exception: true } },
  timeout: { on: 'step', defaults: { seconds: 0, minutes: 0, hours: 0 } },
  resources: {
    on: 'step',
    defaults: { cpu: '1', gpu: null, disk: null, memory: '4096', shared_memory: null },
  },
  environment: { on: 'step', defaults: { vars: {} } },
  secrets: { on: 'step', defaults: { sources: [], role: null, allow_override: false } },
  parallel: { on: 'step', defaults: {} },
  card: {
    on: 'step',
    multiple: true,
    defaults: {
      type: 'default',
      options: {},
      scope: 'task',
      rank: null,
      timeout: 45,
      id: null,
      save_errors: true,
      customize: false,
      refresh_interval: 5,
    },
  },
  conda: { on: 'step', defaults: packagesAndLibraries },
  pypi: { on: 'step', defaults: packages },
  pytorch_parallel: { on: 'step', defaults: { master_port: null } },
  batch: {
    on: 'step',
    defaults: {
      cpu: null,
      gpu: null,
      memory: null,
      image: null,
      queue: null,
      iam_role: null,
      execution_role: null,
      shared_memory: null,
      max_swap: null,
      swappiness: null,
      inferentia: null,
      trainium: null,
      efa: null,
      host_volumes: null,
      efs_volumes: null,
      use_tmpfs: false,
      aws_batch_tags: null,
      tmpfs_tempdir: true,
      tmpfs_size: null,
      tmpfs_path: '/metaflow_temp',
      ephemeral_storage: null,
      log_driver: null,
      log_options: null,
      executable: null,
      privileged: false,
    },
  },
  kubernetes: {
    on: 'step',
    defaults: {
      cpu: '1',
      memory: '4096',
      disk: '10240',
      image: null,
      image_pull_policy: null,
      image_pull_secrets: null,
      service_account: null,
      secrets: null,
      node_selector: null,
      namespace: null,
      gpu: null,
      gpu_vendor: null,
      tolerations: null,
      labels: null,
      annotations: null,
      use_tmpfs: null,
      tmpfs_tempdir: true,
      tmpfs_size: null,
      tmpfs_path: '/metaflow_temp',
      persistent_volume_claims: null,
      shared_memory: null,
      port: null,
      compute_pool: null,
      executable: null,
      hostname_resolution_timeout: 600,
      qos: 'burstable',
      extended_resources: {},
      security_context: null,
    },
  },
  project: { on: 'flow', defaults: { name: null, production: false, branch: null } },
  schedule: {
    on: 'flow',
    defaults: { cron: null, weekly: false, daily: true, hourly: false, timezone: null },
  },
  trigger: { on: 'flow', defaults: { event: null, events: [], options: {} } },
  trigger_on_finish: { on: 'flow', defaults: { flow: null, flows: [], options: {} } },
  exit_hook: {
    on: 'flow',
    multiple: true,
    defaults: { on_success: [], on_error: [], options: {} },
  },
  conda_base: { on: 'flow', defaults: packagesAndLibraries },
  pypi_base: { on: 'flow', defaults: packages },
  airflow_s3_key_sensor: {
    on: 'flow',
    multiple: true,
    defaults: {
      ...airflowSensor,
      bucket_key: null,
      bucket_name: null,
      wildcard_match: false,
      aws_conn_id: null,
      verify: null,
    },
  },
  airflow_external_task_sensor: {
    on: 'flow',
    multiple: true,
    defaults: {
      ...airflowSensor,
      external_dag_id: null,
      external_task_ids: null,
      allowed_states: ['success'],
      failed_states: null,
      execution_delta: null,
      check_existence: true,
    },
  },
};

/** A decorator as it is described: the defaults overlaid with what the source gives. */
export function describeDecorator(
  name: string,
  given: { readonly [name: string]: Json },
): DecoratorDescription {
  const known = Object.hasOwn(KNOWN_DECORATORS, name) ? KNOWN_DECORATORS[name] : undefined;
  return { name, attributes: { ...known?.defaults, ...given } };
}

export function decoratorOf(step: StepDescription, name: string): DecoratorDescription | undefined {
  return step.decorators.find((decorator) => decorator.name === name);
}

/** Attempts of one task, all counted: the datastore reads none beyond. */
export const MAX_ATTEMPTS = 6;
/** Times that @catch tries to record a failure when even that fails (Metaflow's number). */
const FALLBACK_ATTEMPTS = 3;

export interface RetryPolicy {
  /** Attempts that run the user's code: 1 + the retries. */
  readonly userAttempts: number;
  /**
   * Attempts after those that only record the failure which @catch handles. The last user attempt already does so
   * when user code raises; these are for processes that died.
   */
  readonly extraAttempts: number;
  /** Wait before a user attempt is repeated. */
  readonly minutesBetween: number;
}

/** What @retry and @catch of a step come to. Values that only Python can compute count as the default. */
export function retryPolicy(step: StepDescription): RetryPolicy {
  const retry = decoratorOf(step, 'retry');
  const times = retry ? wholeNumber(retry.attributes['times'], 3) : 0;
  const userAttempts = Math.min(1 + times, MAX_ATTEMPTS);
  return {
    userAttempts,
    extraAttempts: decoratorOf(step, 'catch')
      ? Math.min(FALLBACK_ATTEMPTS, MAX_ATTEMPTS - userAttempts)
      : 0,
    minutesBetween: retry ? numberOf(retry.attributes['minutes_between_retries'], 2) : 0,
  };
}

function wholeNumber(value: Json | undefined, otherwise: number): number {
  return Math.trunc(numberOf(value, otherwise));
}

/** Attributes may be text: `--with retry:times=2` gives `"2"`. */
function numberOf(value: Json | undefined, otherwise: number): number {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : otherwise;
  return Number.isFinite(number) && number >= 0 ? number : otherwise;
}
