/** Small runs for the tests of this folder: descriptions and events in few words. */
import type { RunEvent, RunEventBody } from '../../../runner/events';
import type { FlowDescription, NodeType, StepDescription } from '../../../runner/flow/description';

export const REF = { root: '/data/.metaflow', flow: 'SweepFlow', run: '1795447041582695' };
export const START = 1_795_447_041_582;

/** `['start', 'split-foreach', 'fit']`: name, type, next steps; joins take inputs. */
export function describeFlow(
  steps: readonly (readonly [name: string, type: NodeType, ...next: string[]])[],
): FlowDescription {
  return {
    version: 1,
    name: 'SweepFlow',
    file: '/flows/sweep.py',
    doc: '',
    startStep: 'start',
    endStep: 'end',
    parameters: [],
    decorators: [],
    steps: steps.map(([name, type, ...next], line): StepDescription => ({
      name,
      type,
      line,
      sourceFile: '/flows/sweep.py',
      doc: '',
      decorators: [],
      next,
      takesInputs: type === 'join',
      ...(type === 'split-foreach' ? { foreachArtifact: 'items' } : {}),
    })),
  };
}

export const SWEEP = describeFlow([
  ['start', 'split-foreach', 'fit'],
  ['fit', 'linear', 'choose'],
  ['choose', 'join', 'end'],
  ['end', 'end'],
]);

/** Events one millisecond apart. */
export function eventsOf(...bodies: readonly RunEventBody[]): RunEvent[] {
  return bodies.map((body, index) => ({ v: 1, t: START + index, ...body }));
}

export const started = (description: FlowDescription = SWEEP): RunEventBody => ({
  type: 'run_started',
  flow: description.name,
  run: REF.run,
  user: 'ada',
  tags: ['night'],
  maxWorkers: 16,
  description,
  pid: 1,
});
export const begin = (
  step: string,
  task: string,
  indices: readonly number[] = [],
  attempt = 0,
): RunEventBody => ({ type: 'attempt_started', step, task, attempt, indices });
export const split = (step: string, task: string, next: string, count: number): RunEventBody => ({
  type: 'task_split',
  step,
  task,
  next: [next],
  count,
});
export const finish = (
  step: string,
  task: string,
  state: 'succeeded' | 'caught' | 'failed' | 'cancelled' = 'succeeded',
  more: { attempt?: number; retryAt?: number } = {},
): RunEventBody => ({
  type: 'attempt_ended',
  step,
  task,
  attempt: 0,
  state,
  ...(state === 'failed' ? { error: { kind: 'exception', message: 'ValueError: no' } } : {}),
  ...more,
});
export const over = (state: 'succeeded' | 'failed' | 'cancelled'): RunEventBody => ({
  type: 'run_ended',
  state,
});
