/**
 * Contract 4 of 4: the event log of a run, `F/R/flowdeck/events.jsonl`: one JSON object a line, written by the run process
 * alone. The datastore is the truth; the log is a fast account of it that may be lost. Readers skip a torn last line
 * and unknown types. Times are epoch milliseconds.
 */
import * as v from 'valibot';
import { FlowDescriptionSchema, type FlowDescription, type Json } from './flow/description';
import type { TaskError } from './runs/model';

export interface RunStarted {
  readonly type: 'run_started';
  readonly flow: string;
  readonly run: string;
  readonly user: string;
  readonly tags: readonly string[];
  readonly maxWorkers: number;
  readonly description: FlowDescription;
  readonly pid: number;
  /** The run that this one resumes. */
  readonly origin?: string;
}
/** The values after conversion by Python, by attribute, as far as they are plain data. */
export interface ParametersStored {
  readonly type: 'parameters_stored';
  readonly values: { readonly [attribute: string]: Json };
}
export interface AttemptStarted {
  readonly type: 'attempt_started';
  readonly step: string;
  readonly task: string;
  readonly attempt: number;
  readonly indices: readonly number[];
  readonly value?: string;
  readonly pid?: number;
}
/** A task that split: `step` of each of `next` will have `count` more tasks (1 for a static branch). */
export interface TaskSplit {
  readonly type: 'task_split';
  readonly step: string;
  readonly task: string;
  readonly next: readonly string[];
  readonly count: number;
  /** The attempt that told; absent when it was taken over. It stands before that attempt's end. */
  readonly attempt?: number;
}
export interface AttemptEnded {
  readonly type: 'attempt_ended';
  readonly step: string;
  readonly task: string;
  readonly attempt: number;
  readonly state: 'succeeded' | 'caught' | 'failed' | 'cancelled';
  /** A failed attempt that will be tried again, at this time. */
  readonly retryAt?: number;
  readonly error?: TaskError;
  readonly cpuSeconds?: number;
  readonly maxMemory?: number;
}
/** A resumed run took this task over from the run that it resumes. */
export interface TaskCloned {
  readonly type: 'task_cloned';
  readonly step: string;
  readonly task: string;
  readonly indices: readonly number[];
  readonly value?: string;
  readonly state: 'succeeded' | 'caught';
  readonly origin: { readonly run: string; readonly task: string };
}
export interface Notice {
  readonly type: 'notice';
  readonly message: string;
}
export interface RunEnded {
  readonly type: 'run_ended';
  readonly state: 'succeeded' | 'failed' | 'cancelled';
}
export type RunEventBody =
  | RunStarted
  | ParametersStored
  | AttemptStarted
  | TaskSplit
  | AttemptEnded
  | TaskCloned
  | Notice
  | RunEnded;
export type RunEvent = RunEventBody & { readonly v: 1; readonly t: number };

const envelope = { v: v.literal(1), t: v.number() };
const place = { step: v.string(), task: v.string(), attempt: v.number() };
export const TaskErrorSchema = v.object({
  kind: v.picklist([
    'exception',
    'exit',
    'signal',
    'memory',
    'timeout',
    'unpicklable',
    'storage',
    'host',
  ]),
  message: v.string(),
  type: v.exactOptional(v.string()),
  frames: v.exactOptional(
    v.array(
      v.object({
        file: v.string(),
        line: v.number(),
        name: v.string(),
        text: v.exactOptional(v.string()),
      }),
    ),
  ),
  stacktrace: v.exactOptional(v.string()),
  exitCode: v.exactOptional(v.number()),
  signal: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<unknown, TaskError>;

const jsonRecord = v.record(
  v.string(),
  v.custom<Json>((value) => value !== undefined),
);
const RunEventSchema = v.variant('type', [
  v.object({
    ...envelope,
    type: v.literal('run_started'),
    flow: v.string(),
    run: v.string(),
    user: v.string(),
    tags: v.array(v.string()),
    maxWorkers: v.number(),
    description: FlowDescriptionSchema,
    pid: v.number(),
    origin: v.exactOptional(v.string()),
  }),
  v.object({ ...envelope, type: v.literal('parameters_stored'), values: jsonRecord }),
  v.object({
    ...envelope,
    ...place,
    type: v.literal('attempt_started'),
    indices: v.array(v.number()),
    value: v.exactOptional(v.string()),
    pid: v.exactOptional(v.number()),
  }),
  v.object({
    ...envelope,
    type: v.literal('task_split'),
    step: v.string(),
    task: v.string(),
    next: v.array(v.string()),
    count: v.number(),
    attempt: v.exactOptional(v.number()),
  }),
  v.object({
    ...envelope,
    ...place,
    type: v.literal('attempt_ended'),
    state: v.picklist(['succeeded', 'caught', 'failed', 'cancelled']),
    retryAt: v.exactOptional(v.number()),
    error: v.exactOptional(TaskErrorSchema),
    cpuSeconds: v.exactOptional(v.number()),
    maxMemory: v.exactOptional(v.number()),
  }),
  v.object({
    ...envelope,
    type: v.literal('task_cloned'),
    step: v.string(),
    task: v.string(),
    indices: v.array(v.number()),
    value: v.exactOptional(v.string()),
    state: v.picklist(['succeeded', 'caught']),
    origin: v.object({ run: v.string(), task: v.string() }),
  }),
  v.object({ ...envelope, type: v.literal('notice'), message: v.string() }),
  v.object({
    ...envelope,
    type: v.literal('run_ended'),
    state: v.picklist(['succeeded', 'failed', 'cancelled']),
  }),
]) satisfies v.GenericSchema<unknown, RunEvent>;

/** One line of the log, without its newline. Undefined for what this version does not understand (torn, newer type). */
export function parseEventLine(line: string): RunEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(RunEventSchema, value);
  return parsed.success ? parsed.output : undefined;
}

export function formatEventLine(event: RunEvent): string {
  return `${JSON.stringify(event)}\n`;
}
