/** The head of a run's page or report: in one line what happened, in a second when, by whom, with what, and what is different. */
import type { FlowDescription } from '../flow/description';
import type { RunModel, RunState } from '../runs/model';
import { formatDuration, formatValue, formatWhen, shortId, taskLabel } from './format';
import { sameSteps } from './graphShape';
import { doneCount, lookOf } from './states';
import { total } from './graphModel';
import { english, type Translate } from './words';

/** One fact of the second line: a quiet label and the value that counts. */
export interface HeaderFact {
  readonly label: string;
  readonly value: string;
  /** In the editor's font. */
  readonly code?: true;
}
export interface RunHeader {
  readonly state: RunState;
  /** `running 9/16 · 4.2 s`, `failed at train[11] · 3.3 s`. */
  readonly status: string;
  /** What ended the run, when it did not succeed by itself. */
  readonly cause?: string;
  readonly facts: readonly HeaderFact[];
}

export interface HeaderInput {
  readonly model: RunModel;
  /** Milliseconds that the run before took, when there was one and it ended. */
  readonly previousDuration?: number | undefined;
  /** The flow as the code is now. */
  readonly current?: FlowDescription | undefined;
  /** Positions of the task that failed, when known. */
  readonly failedIndices?: readonly number[] | undefined;
  readonly now: number;
}

const MOST_PARAMETERS = 4;
/** Differences of less than a twentieth are noise. */
const SAME = 0.05;

export function describeRun(input: HeaderInput, t: Translate = english): RunHeader {
  const { model } = input;
  const words = [statusWord(input, t), formatDuration(runDuration(model, input.now))];
  return {
    state: model.state,
    status: words.join(' · '),
    ...(model.failure ? { cause: model.failure.error.message } : {}),
    facts: [
      { label: t('started'), value: formatWhen(model.startedAt, input.now, t) },
      { label: t('by'), value: model.user },
      ...(model.origin === undefined
        ? []
        : [{ label: t('resumes'), value: shortId(model.origin) }]),
      ...parameterFact(model, t),
      ...(model.tags.length > 0 ? [{ label: t('tags'), value: model.tags.join(', ') }] : []),
      ...differences(input, t),
    ],
  };
}

/** Milliseconds: to the end, or to now while it runs; an interrupted run took as long as its steps tell. */
export function runDuration(model: RunModel, now: number): number {
  if (model.endedAt !== undefined) return model.endedAt - model.startedAt;
  if (model.state === 'running') return now - model.startedAt;
  const times = model.steps.flatMap((step) => [step.startedAt ?? 0, step.endedAt ?? 0]);
  return Math.max(0, Math.max(0, ...times) - model.startedAt);
}

/** Tasks done and expected so far. */
export function runProgress(model: RunModel): { readonly done: number; readonly total: number } {
  return {
    done: model.steps.reduce((sum, step) => sum + doneCount(step.counts), 0),
    total: model.steps.reduce((sum, step) => sum + total(step), 0),
  };
}

function statusWord({ model, failedIndices }: HeaderInput, t: Translate): string {
  const word = t(lookOf(model.state).word);
  if (model.state === 'running') {
    const progress = runProgress(model);
    return progress.total > 0 ? `${word} ${progress.done}/${progress.total}` : word;
  }
  if (model.state === 'failed' && model.failure) {
    return t('failed at {0}', taskLabel(model.failure.step, failedIndices ?? []));
  }
  return word;
}

function parameterFact(model: RunModel, t: Translate): HeaderFact[] {
  const entries = Object.entries(model.parameters);
  if (entries.length === 0) return [];
  const shown = entries
    .slice(0, MOST_PARAMETERS)
    .map(([name, value]) => `${name} ${formatValue(value, 24)}`);
  const more = entries.length - shown.length;
  if (more > 0) shown.push(t('{0} more', more));
  return [{ label: t('parameters'), value: shown.join(' · '), code: true }];
}

function differences(
  { model, previousDuration, current }: HeaderInput,
  t: Translate,
): HeaderFact[] {
  const facts: HeaderFact[] = [];
  if (previousDuration !== undefined) {
    const compared = model.state === 'succeeded' && model.endedAt !== undefined;
    facts.push({
      label: compared ? t('vs previous run') : t('previous run took'),
      value: compared
        ? compare(runDuration(model, 0), previousDuration, t)
        : formatDuration(previousDuration),
    });
  }
  if (current && model.description && !sameSteps(current.steps, model.description.steps)) {
    facts.push({ label: t('steps in the code'), value: t('changed since') });
  }
  return facts;
}

function compare(duration: number, before: number, t: Translate): string {
  const difference = duration - before;
  if (Math.abs(difference) <= before * SAME) return t('as fast');
  const amount = formatDuration(Math.abs(difference));
  return difference < 0 ? t('{0} faster', amount) : t('{0} slower', amount);
}
