/** The state of every step, one line a step, behind the rails of the graph. Pure. */
import { formatDuration } from '../../drawing/format';
import { doneCount, knownCount, lookOf } from '../../drawing/states';
import type { RunModel, StepModel, TaskState } from '../../runs/model';
import { graphRows } from '../graphText';
import type { Terminal } from '../terminal';

type Paint = Terminal['style'];

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Milliseconds that one picture of the spinner stands. */
export const SPIN_INTERVAL = 100;

/** Signs of a terminal for the states (codicons are the editor's). */
const SIGNS: { readonly [state in TaskState]: string } = {
  waiting: '○',
  running: '●',
  retrying: '↻',
  succeeded: '✓',
  caught: '!',
  failed: '✗',
  cancelled: '■',
  interrupted: '⊘',
};
const COLOURS: { readonly [state in TaskState]: Parameters<Paint>[0] } = {
  waiting: 'dim',
  running: 'blue',
  retrying: 'yellow',
  succeeded: 'green',
  caught: 'yellow',
  failed: 'red',
  cancelled: 'dim',
  interrupted: 'yellow',
};
/** Said behind the count of what is done, in this order. */
const MENTIONED: readonly TaskState[] = [
  'running',
  'retrying',
  'caught',
  'failed',
  'cancelled',
  'interrupted',
];

export function paintSign(state: TaskState, paint: Paint): string {
  return paint(COLOURS[state], SIGNS[state]);
}

/** As wide as any duration (`12 m 30 s`), so that nothing moves while they grow. */
const DURATION_WIDTH = 9;

/** @param now epoch milliseconds, for what is still running. */
export function stepLines(model: RunModel, now: number, paint: Paint): readonly string[] {
  const rows = rowsOf(model);
  const names = Math.max(0, ...rows.map(({ rail, step }) => rail.length + step.name.length));
  return rows.map(({ rail, step }) => {
    const name = step.name.padEnd(names - rail.length);
    const quiet = step.state === 'waiting' || step.state === 'cancelled';
    const duration = stepDuration(step, now);
    const text = [
      quiet ? paint('dim', name) : name,
      (duration === undefined ? '' : formatDuration(duration)).padStart(DURATION_WIDTH),
      paint(step.state === 'failed' ? 'red' : 'dim', stepWords(step)),
    ].join('  ');
    return `${paint('dim', rail)}${sign(step.state, now, paint)} ${text}`.trimEnd();
  });
}

/** `9/16 · 2 running · 1 failed` for many tasks, a word for one; nothing for a single task that waits or succeeded. */
export function stepWords(step: StepModel): string {
  const { counts, expected } = step;
  const mentioned = MENTIONED.filter((state) => counts[state] > 0);
  if (Math.max(expected ?? 1, knownCount(counts)) === 1) {
    return step.state === 'succeeded' || step.state === 'waiting' ? '' : lookOf(step.state).word;
  }
  const done = `${doneCount(counts)}/${expected ?? '?'}`;
  return [done, ...mentioned.map((state) => `${counts[state]} ${lookOf(state).word}`)].join(' · ');
}

export function stepDuration(step: StepModel, now: number): number | undefined {
  if (step.startedAt === undefined) return undefined;
  return Math.max(0, (step.endedAt ?? now) - step.startedAt);
}

function sign(state: TaskState, now: number, paint: Paint): string {
  if (state !== 'running') return paintSign(state, paint);
  return paint('blue', SPINNER[Math.floor(now / SPIN_INTERVAL) % SPINNER.length] ?? '●');
}

function rowsOf(model: RunModel): readonly { readonly rail: string; readonly step: StepModel }[] {
  const byName = new Map(model.steps.map((step) => [step.name, step]));
  if (!model.description) return model.steps.map((step) => ({ rail: '', step }));
  return graphRows(model.description).flatMap(({ rail, step: name }) => {
    const step = byName.get(name);
    return step ? [{ rail, step }] : [];
  });
}
