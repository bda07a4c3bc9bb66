import { isExpression, type Json } from '../../flow/description';
import type { FunctionModel } from '../model';
import { placedDecorators, type PlacedDecorator } from '../meaning/placedCalls';
import type { Range } from '../positions';
import type { TextFinding, TextRule } from './rule';

/** Sizes that a cluster refuses, whatever it consists of. What depends on the machines there is not said. */
export const batchResources: TextRule = ({ flow }) => {
  const byMethod = new Map<FunctionModel, PlacedDecorator[]>();
  for (const placed of placedDecorators(flow)) {
    if (!placed.method || placed.where !== 'above-step' || placed.besideUnknown) continue;
    byMethod.set(placed.method, [...(byMethod.get(placed.method) ?? []), placed]);
  }
  return [...byMethod].flatMap(([method, decorators]) => {
    const cluster = decorators.find(({ name }) => name === 'batch' || name === 'kubernetes');
    if (!cluster) return [];
    return [
      ...sizes(cluster, decorators),
      ...limits(cluster),
      ...shortTimeout(cluster, decorators),
      ...bothClusters(decorators),
    ].map(({ message, remedy, range, file }) => ({
      code: 'batch-resources',
      severity: 'error' as const,
      message,
      remedy,
      range,
      file,
      step: method.name,
    }));
  });
};

type Problem = Required<Pick<TextFinding, 'message' | 'remedy' | 'range' | 'file'>>;

const DEFAULTS: { readonly [option: string]: number | undefined } = {
  cpu: 1,
  memory: 4096,
  disk: 10240,
};
const SIZES: { readonly [cluster: string]: readonly string[] } = {
  batch: ['cpu', 'memory'],
  kubernetes: ['cpu', 'memory', 'disk'],
};

/** Of `@batch` and `@resources` the larger number counts. */
function sizes(cluster: PlacedDecorator, decorators: readonly PlacedDecorator[]): Problem[] {
  const resources = decorators.find(({ name }) => name === 'resources');
  return (SIZES[cluster.name] ?? []).flatMap((option) => {
    const own = numberIn(cluster, option);
    const other = resources && numberIn(resources, option);
    // Computed, or not a number at all: another rule's.
    if (own === 'unknown' || other === 'unknown') return [];
    const given = [own, other].filter((each) => each !== undefined);
    // A `@resources` that does not name the option brings its default.
    const fallback = resources && other === undefined ? [DEFAULTS[option] ?? 0] : [];
    if (given.length === 0 || Math.max(...given, ...fallback) > 0) return [];
    const source = own === undefined ? resources : cluster;
    return problem(
      source ?? cluster,
      option,
      `${option} of @${(source ?? cluster).name} must be more than 0`,
      `Write ${option}=${DEFAULTS[option] ?? 1}, or leave it away.`,
    );
  });
}

interface Limit {
  readonly what: string;
  readonly remedy: string;
  readonly takes: (value: Json) => boolean;
}

const number = (value: Json): number =>
  typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
const moreThanZero: Limit = {
  what: 'must be a whole number of MiB, more than 0',
  remedy: 'Write for example 1024.',
  takes: (value) => Math.trunc(number(value)) > 0,
};
const absolutePath: Limit = {
  what: 'must be an absolute path',
  remedy: "Begin it with '/'.",
  takes: (value) => typeof value === 'string' && (value === '' || value.startsWith('/')),
};
const whole: Limit = {
  what: 'must be a whole number',
  remedy: 'Write how many.',
  takes: (value) => Number.isInteger(number(value)),
};
const oneOf = (...choices: readonly string[]): Limit => ({
  what: `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`,
  remedy: `Write '${choices[0] ?? ''}'.`,
  takes: (value) => typeof value === 'string' && choices.includes(value.toLowerCase()),
});

const LIMITS: { readonly [cluster: string]: { readonly [option: string]: Limit } } = {
  batch: {
    shared_memory: moreThanZero,
    swappiness: {
      what: 'must be a whole number from 0 to 99',
      remedy: 'Write for example swappiness=60.',
      takes: (value) =>
        Number.isInteger(number(value)) && number(value) >= 0 && number(value) < 100,
    },
    max_swap: {
      what: 'must be a whole number of MiB, 0 or more',
      remedy: 'Write for example max_swap=1024.',
      takes: (value) => Number.isInteger(number(value)) && number(value) >= 0,
    },
    tmpfs_path: absolutePath,
  },
  kubernetes: {
    gpu: whole,
    gpu_vendor: oneOf('nvidia', 'amd'),
    qos: oneOf('guaranteed', 'burstable'),
  },
};

function limits(cluster: PlacedDecorator): Problem[] {
  return Object.entries(LIMITS[cluster.name] ?? {}).flatMap(([option, limit]) => {
    const value = cluster.call.keywords[option];
    if (value === undefined || value === null || isExpression(value)) return [];
    if (limit.takes(value)) return [];
    const message = `${option} of @${cluster.name} ${limit.what}`;
    return problem(cluster, option, message, limit.remedy);
  });
}

const UNITS: { readonly [unit: string]: number } = { seconds: 1, minutes: 60, hours: 3600 };

/** Both clusters refuse a job that may run for less than a minute. */
function shortTimeout(cluster: PlacedDecorator, decorators: readonly PlacedDecorator[]): Problem[] {
  const timeout = decorators.find(({ name }) => name === 'timeout');
  if (!timeout || timeout.call.splat) return [];
  let total = 0;
  for (const [unit, seconds] of Object.entries(UNITS)) {
    const value = numberIn(timeout, unit) ?? 0;
    if (value === 'unknown') return [];
    total += Math.trunc(value) * seconds;
  }
  if (total <= 0 || total >= 60) return [];
  return [
    {
      message: `@timeout of ${total} seconds is too short for @${cluster.name}, which takes no less than 60`,
      remedy: 'Write @timeout(minutes=1) or more.',
      range: timeout.call.range,
      file: timeout.file,
    },
  ];
}

function bothClusters(decorators: readonly PlacedDecorator[]): Problem[] {
  const [first, second] = decorators.filter(
    ({ name }) => name === 'batch' || name === 'kubernetes',
  );
  if (!first || !second || first.name === second.name) return [];
  return [
    {
      message: 'A step runs on AWS Batch or on Kubernetes, not on both',
      remedy: `Keep @${first.name} or @${second.name}.`,
      range: second.call.range,
      file: second.file,
    },
  ];
}

/** A text that is a number counts as one, as for Metaflow. */
function numberIn(decorator: PlacedDecorator, option: string): number | 'unknown' | undefined {
  const value = decorator.call.keywords[option];
  if (decorator.call.splat) return 'unknown';
  if (value === undefined || value === null) return undefined;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : 'unknown';
}

function problem(
  placed: PlacedDecorator,
  option: string,
  message: string,
  remedy: string,
): Problem[] {
  const range: Range = placed.call.places.get(option)?.valueRange ?? placed.call.range;
  return [{ message, remedy, range, file: placed.file }];
}
