/** How an attempt went, from the artifacts that Metaflow's engines leave for each other. */
import type { TaskError } from '../runs/model';
import type { StoredArtifact, TaskRecord } from './attempts';
import { readArtifact } from './artifacts';
import type { Datastore } from './datastore';
import type { TaskPath } from './layout';
import { readAttempts, readTaskRecord } from './attempts';
import { entryOf, itemsOf, numberOfPy, textOfStr, type PyValue } from './pickle';
import { parseTraceback } from './traceback';

export interface TaskOutcome {
  readonly attempt: number;
  /** `unfinished`: it left no complete state: it runs, or it was killed. */
  readonly state: 'succeeded' | 'caught' | 'failed' | 'unfinished';
  readonly error?: TaskError;
  /** Positions in the enclosing foreaches, outermost first. */
  readonly indices: readonly number[];
  /** Of a step that leads back to itself: the how manieth time, from 0. */
  readonly iteration?: number;
  /** Short text of the innermost foreach item. */
  readonly value?: string;
  /** Where it goes; empty for the end step and for failures. */
  readonly next: readonly string[];
  /** Present when it splits by foreach. */
  readonly foreach?: { readonly artifact: string; readonly splits: number };
  /** Present when it splits into a gang (`num_parallel`): how many tasks. */
  readonly gang?: number;
}

/**
 * @param attempt absent: the newest.
 * @returns undefined when the task has no such attempt.
 * @throws FlowdeckError `blob-missing`, `blob-damaged`, `pickle-damaged` when the state itself is damaged.
 */
export async function taskOutcome(
  ds: Datastore,
  place: TaskPath,
  attempt?: number,
  signal?: AbortSignal,
): Promise<TaskOutcome | undefined> {
  const record = await readTaskRecord(ds, place, attempt, signal);
  if (record === undefined) return undefined;
  if (!record.done) return unfinished(ds, place, record, signal);
  return outcomeOf(record, ({ key }) => readArtifact(ds, place.flow, key, signal));
}

/** Of an attempt that is done. @param readValue reads an artifact of it. @throws what that throws */
export async function outcomeOf(
  { attempt, objects }: Pick<TaskRecord, 'attempt' | 'objects'>,
  readValue: (stored: StoredArtifact, name: string) => Promise<PyValue>,
): Promise<TaskOutcome> {
  const read: Internal = async (name) => {
    const stored = objects.get(name);
    // Nobody needs a blob to know None.
    return stored?.type === NONE_TYPE ? NONE : stored && readValue(stored, name);
  };
  const [ok, success, exception, caught, transition, stack, splits, iterations] = await Promise.all(
    ['_task_ok', '_success', '_exception', '_catch_exception', '_transition', '_foreach_stack']
      .concat('_foreach_num_splits', '_iteration_stack')
      .map(read),
  );
  const state = !isTrue(ok) ? 'failed' : isTrue(success) ? 'succeeded' : 'caught';
  const error = state === 'succeeded' ? undefined : errorOf(exception, caught);
  return {
    attempt,
    state,
    ...(error && { error }),
    ...foreachPlace(stack),
    ...iterationOf(iterations),
    ...(await nextSteps(transition, splits, read)),
  };
}

function iterationOf(stack: PyValue | undefined): Pick<TaskOutcome, 'iteration'> {
  const iteration = numberOfPy(itemsOf(stack)?.at(-1));
  return iteration === undefined ? {} : { iteration };
}

type Internal = (name: string) => Promise<PyValue | undefined>;

const NONE: PyValue = { kind: 'none' };
const NONE_TYPE = "<class 'NoneType'>";

async function unfinished(
  ds: Datastore,
  place: TaskPath,
  { attempt }: TaskRecord,
  signal?: AbortSignal,
): Promise<TaskOutcome> {
  const attempts = await readAttempts(ds, place, signal);
  const exitCode = attempts.find((one) => one.attempt === attempt)?.exitCode;
  const bare = { attempt, indices: [], next: [] };
  if (exitCode === undefined) return { ...bare, state: 'unfinished' };
  return { ...bare, state: 'failed', error: exitError(exitCode) };
}

const SIGNALS: { readonly [number: number]: string } = {
  2: 'SIGINT',
  6: 'SIGABRT',
  7: 'SIGBUS',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};

function exitError(exitCode: number): TaskError {
  if (exitCode >= 0) {
    return { kind: 'exit', message: `The process exited with code ${exitCode}`, exitCode };
  }
  const signal = SIGNALS[-exitCode] ?? `signal ${-exitCode}`;
  return { kind: 'signal', message: `The process was killed by ${signal}`, signal };
}

function errorOf(...wrappers: readonly (PyValue | undefined)[]): TaskError | undefined {
  const wrapper = wrappers.find((value) => value?.kind === 'object');
  if (wrapper?.kind !== 'object') return undefined;
  const type = textOfStr(entryOf(wrapper.state, 'type'));
  const text = textOfStr(entryOf(wrapper.state, 'exception')) ?? '';
  const stacktrace = textOfStr(entryOf(wrapper.state, 'stacktrace'));
  const name = type?.slice(type.lastIndexOf('.') + 1) ?? 'Exception';
  const firstLine = text.split('\n', 1)[0] ?? '';
  return {
    kind: 'exception',
    message: firstLine === '' ? name : `${name}: ${firstLine}`,
    ...(type !== undefined && { type }),
    ...(stacktrace !== undefined && { stacktrace, frames: parseTraceback(stacktrace) }),
  };
}

/** Frames are `ForeachFrame(step, var, num_splits, index, value)`. */
function foreachPlace(stack: PyValue | undefined): Pick<TaskOutcome, 'indices' | 'value'> {
  const frames = (itemsOf(stack) ?? []).map((frame) =>
    frame.kind === 'object' ? frame.args : (itemsOf(frame) ?? []),
  );
  const value = textOfStr(frames.at(-1)?.[4]);
  const indices = frames.map((frame) => numberOfPy(frame[3]) ?? 0);
  return {
    indices,
    ...(value !== undefined && { value }),
  };
}

/** `_transition` is None or `([names], foreach variable or None)`. */
async function nextSteps(
  transition: PyValue | undefined,
  splits: PyValue | undefined,
  read: Internal,
): Promise<Pick<TaskOutcome, 'next' | 'foreach' | 'gang'>> {
  const [names, variable] = itemsOf(transition) ?? [];
  const next = (itemsOf(names) ?? []).flatMap((name) => textOfStr(name) ?? []);
  const [artifact, count] = [textOfStr(variable), numberOfPy(splits)];
  if (artifact !== undefined && count === undefined) {
    const gang = gangSize(await read(GANG_ARTIFACT));
    return gang === undefined ? { next } : { next, gang };
  }
  if (artifact === undefined || count === undefined) return { next };
  return { next, foreach: { artifact, splits: count } };
}

/** Metaflow splits into a gang as into a foreach over this; ours also tells by it how long a foreach without a length became. */
const GANG_ARTIFACT = '_parallel_ubf_iter';

function gangSize(value: PyValue | undefined): number | undefined {
  if (value?.kind !== 'object') return undefined;
  return numberOfPy(entryOf(value.state, 'num_parallel')) ?? numberOfPy(value.args[0]);
}

const isTrue = (value: PyValue | undefined): boolean => value?.kind === 'bool' && value.value;
