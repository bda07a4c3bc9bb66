/** The right pane: what is to say about the selection (a task, a step), or about the run or the flow when nothing is chosen. */
import { formatCount, formatDuration } from '../../runner/drawing/format';
import {
  describeItem,
  describeKind,
  stateWord,
  stepDuration,
  total,
} from '../../runner/drawing/graphModel';
import { doneCount, lookOf, STATE_ORDER } from '../../runner/drawing/states';
import type { StepDescription } from '../../runner/flow/description';
import type { StepModel, TaskModel } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { button, heading, stateColor, stateIcon } from '../shared/parts';
import { el, type Child, type View } from '../shared/view';
import { artifactSummary } from './artifactSummary';
import type { Context } from './context';
import { flowShown } from './data';
import { failureView } from './failureView';
import { focusTask, modelOfTask, stepModelOf } from './focus';
import { openStep } from './graphView';
import { heatStrip } from './heatStrip';
import { overview } from './overview';
import { taskFacts } from './taskFacts';
import { askForStep } from './stepTasks';
import { tasksOfStep } from './taskPages';

export function inspectorView(context: Context): readonly Child[] {
  const { data } = context;
  const name = data.state?.selection.step;
  const known = name !== undefined && flowShown(data)?.steps.some((step) => step.name === name);
  const ran = name === undefined ? undefined : stepModelOf(data, name);
  if (name === undefined || (!known && !ran)) return overview(context);
  if (data.model && ran && ran.state !== 'waiting') {
    askForStep(context, name);
    return stepOfRun(context, ran);
  }
  return stepOfFlow(context, name);
}

function stepTitle({ data }: Context, name: string): View {
  const steps = flowShown(data)?.steps ?? [];
  const step = steps.find((candidate) => candidate.name === name);
  const kinds = [describeItem(steps, name, t), step ? describeKind(step, t) : ''];
  return heading(
    el('span', { class: 'name' }, name),
    ...kinds.filter((kind) => kind !== '').map((kind) => ` · ${kind}`),
  );
}

/** A step that has not run: what the code says. */
function stepOfFlow(context: Context, name: string): readonly Child[] {
  const step = flowShown(context.data)?.steps.find((candidate) => candidate.name === name);
  const findings = context.data.findings.filter((finding) => finding.step === name);
  return [
    stepTitle(context, name),
    step && step.doc.trim() !== '' && el('p', { class: 'doc' }, step.doc.trim()),
    ...findings.map((finding) =>
      el('p', { class: `finding ${finding.severity}` }, finding.message, ' ', finding.remedy ?? ''),
    ),
    step &&
      step.decorators.length > 0 &&
      el(
        'p',
        { class: 'code' },
        step.decorators.map((decorator) => `@${decorator.name}`).join('  '),
      ),
    step && neighbours(context, step),
    context.data.model && el('p', { class: 'quiet' }, stateWord('waiting', context.data.model, t)),
    el('div', { class: 'actions' }, sourceButton(context, name)),
  ];
}

/** Where the step comes from and where it goes. */
function neighbours({ data, actions }: Context, step: StepDescription): View {
  const steps = flowShown(data)?.steps ?? [];
  const links = (names: readonly string[]) =>
    names.map((name) =>
      el(
        'button',
        {
          key: name,
          type: 'button',
          class: 'link',
          on: { click: () => actions.choose({ step: name }) },
        },
        name,
      ),
    );
  const before = steps.filter(({ next }) => next.includes(step.name)).map(({ name }) => name);
  return el(
    'p',
    { class: 'neighbours quiet' },
    before.length > 0 && el('span', {}, t('from'), ' ', ...links(before)),
    step.next.length > 0 && el('span', {}, t('to'), ' ', ...links(step.next)),
  );
}

function sourceButton(context: Context, name: string): View {
  return button(t('Open source'), () => openStep(context, name));
}

function stepOfRun(context: Context, step: StepModel): readonly Child[] {
  const { data, actions } = context;
  const tasks = tasksOfStep(data.tasks, step.name);
  const place = focusTask(context.data);
  const task = place && modelOfTask(data, place);
  const many = total(step) > 1;
  const chosen = data.state?.selection.task !== undefined;
  return [
    stepTitle(context, step.name),
    counts(context, step),
    many && heatStrip(context, step, tasks),
    many && durations(context, tasks),
    task && (chosen || !many) && taskFacts(context, task, many),
    task && failureView(context, task, place.attempt),
    place &&
      el(
        'div',
        { class: 'actions' },
        button(t('Log'), () => actions.choose(place, 'log')),
        button(t('Artifacts'), () => actions.choose(place, 'artifacts')),
        sourceButton(context, step.name),
      ),
    place && task && artifactSummary(context, place, task),
  ];
}

/** The one number that counts, and the states beside it. */
function counts({ now }: Context, step: StepModel): View {
  const count = total(step);
  const duration = stepDuration(step, now);
  if (count <= 1) {
    return el(
      'p',
      { class: 'counts', style: stateColor(step.state) },
      stateIcon(step.state),
      el('span', {}, t(lookOf(step.state).word)),
      duration !== undefined && el('b', {}, formatDuration(duration)),
    );
  }
  const others = STATE_ORDER.filter((state) => step.counts[state] > 0);
  return el(
    'p',
    { class: 'counts' },
    el(
      'span',
      { class: 'big' },
      el('b', {}, formatCount(doneCount(step.counts))),
      ` / ${formatCount(count)}`,
    ),
    ...others.map((state) =>
      el(
        'span',
        { key: state, class: 'count', style: stateColor(state), title: t(lookOf(state).word) },
        stateIcon(state),
        `${formatCount(step.counts[state])} ${t(lookOf(state).word)}`,
      ),
    ),
  );
}

function durations({ actions }: Context, tasks: readonly TaskModel[]): View | false {
  const ended = tasks
    .map((task) => ({ task, took: taskDuration(task) }))
    .filter((entry): entry is { task: TaskModel; took: number } => entry.took !== undefined)
    .sort((one, other) => one.took - other.took);
  const median = ended[Math.floor((ended.length - 1) / 2)];
  const slowest = ended.at(-1);
  if (!median || !slowest) return false;
  const { step, task } = slowest.task;
  return el(
    'p',
    { class: 'quiet durations' },
    el('span', {}, t('median'), ' ', el('b', {}, formatDuration(median.took))),
    el(
      'button',
      { type: 'button', class: 'plain', on: { click: () => actions.choose({ step, task }) } },
      t('slowest'),
      ' ',
      el('b', {}, formatDuration(slowest.took)),
      ' ',
      el('span', { class: 'code' }, slowest.task.value ?? `[${slowest.task.indices.join(',')}]`),
    ),
  );
}

/** Milliseconds of the last attempt, once it has ended. */
function taskDuration(task: TaskModel): number | undefined {
  const last = task.attempts.at(-1);
  return last?.endedAt === undefined ? undefined : last.endedAt - last.startedAt;
}
