/** Which run a flow's lenses tell of, and how they say it. */
import { formatClock, formatDuration, formatWhen } from '../../runner/drawing/format';
import { lookOf } from '../../runner/drawing/states';
import type { Translate } from '../../runner/drawing/words';
import type { FlowDescription } from '../../runner/flow/description';
import type { RunFacts, StepFacts } from '../../runner/flow/facts';

/** The facts of this flow's newest run: of the same file, or of a run that does not tell its file. */
export function factsFor(
  description: FlowDescription,
  all: readonly RunFacts[],
): RunFacts | undefined {
  const named = all.filter((facts) => facts.flow === description.name);
  return (
    newest(named.filter((facts) => facts.file === description.file)) ??
    newest(named.filter((facts) => facts.file === undefined))
  );
}

function newest(all: readonly RunFacts[]): RunFacts | undefined {
  return all.reduce<RunFacts | undefined>(
    (best, facts) => (best && best.run.startedAt >= facts.run.startedAt ? best : facts),
    undefined,
  );
}

/** `$(check) succeeded 16:42 · 9.8 s`; a running one says since when, and counts no seconds. */
export function runWords(facts: RunFacts, now: number, t: Translate): string {
  const { state, startedAt, duration } = facts.run;
  const when =
    new Date(startedAt).toDateString() === new Date(now).toDateString()
      ? formatClock(startedAt, false)
      : formatWhen(startedAt, now, t);
  if (state === 'running') return `${icon(state)} ${t('running since {0}', when)}`;
  const took = duration === undefined ? '' : ` · ${formatDuration(duration)}`;
  return `${icon(state)} ${t(lookOf(state).word)} ${when}${took}`;
}

/** `$(check) succeeded · 1.2 s`, `$(loading~spin) running 9/16`. */
export function stepWords(facts: StepFacts, t: Translate): string {
  const { state, tasks, duration } = facts;
  const many = tasks.expected !== undefined && tasks.expected > 1;
  const count = many ? ` ${tasks.done}/${tasks.expected}` : '';
  const parts = [`${t(lookOf(state).word)}${count}`];
  if (many && tasks.failed > 0 && state !== 'failed') parts.push(t('{0} failed', tasks.failed));
  if (duration !== undefined && !LIVE.has(state)) parts.push(formatDuration(duration));
  return `${icon(state)} ${parts.join(' · ')}`;
}

const LIVE: ReadonlySet<StepFacts['state']> = new Set(['running', 'retrying', 'waiting']);

function icon(state: StepFacts['state']): string {
  const { glyph, spins } = lookOf(state);
  return `$(${glyph}${spins ? '~spin' : ''})`;
}
