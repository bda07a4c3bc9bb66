/** Which task the Log and Artifacts tabs show: step, task and attempt, to choose from. */
import { taskLabel } from '../../runner/drawing/format';
import { lookOf } from '../../runner/drawing/states';
import type { TaskModel } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { stateIcon } from '../shared/parts';
import { el, type Child, type View } from '../shared/view';
import type { Context } from './context';
import type { TaskOfRun } from './contract';
import { attemptOf, focusStep, focusTask, modelOfTask } from './focus';
import { askForStep } from './stepTasks';
import { tasksOfStep } from './taskPages';

/** Asks for the step's tasks, so that there is one to show. */
export function placeBar(context: Context): readonly Child[] {
  const { data } = context;
  const step = focusStep(data);
  if (!data.model || step === undefined) return [];
  askForStep(context, step);
  const place = focusTask(data);
  const task = place && modelOfTask(data, place);
  return [
    task && stateIcon(attemptOf(task, place.attempt)?.state ?? task.state),
    stepChoice(context, step),
    taskChoice(context, step, place),
    task && task.attempts.length > 1 && attemptChoice(context, task, place.attempt),
  ];
}

function stepChoice({ data, actions }: Context, step: string): View {
  const begun = (data.model?.steps ?? []).filter(
    (candidate) => candidate.state !== 'waiting' || candidate.name === step,
  );
  return choice(
    t('Step'),
    begun.map(({ name }) => [name, name]),
    step,
    (name) => actions.choose({ step: name }),
  );
}

function taskChoice(
  { data, actions }: Context,
  step: string,
  place: TaskOfRun | undefined,
): View | false {
  const tasks = tasksOfStep(data.tasks, step);
  const others = place !== undefined && !tasks.some((task) => task.task === place.task);
  if (tasks.length <= 1 && !others) return false;
  const options = tasks.map((task): [string, string] => [task.task, taskWords(task)]);
  if (others) options.push([place.task, place.task]);
  return choice(t('Task'), options, place?.task ?? '', (task) => actions.choose({ step, task }));
}

function taskWords(task: TaskModel): string {
  const label = taskLabel(task.step, task.indices);
  const words = [label, task.value ?? '', t(lookOf(task.state).word)];
  return words.filter((word) => word !== '').join(' · ');
}

function attemptChoice({ actions }: Context, task: TaskModel, chosen: number | undefined): View {
  const options = task.attempts.map(({ attempt, state }): [string, string] => [
    String(attempt),
    `${t('attempt {0}', attempt + 1)} · ${t(lookOf(state).word)}`,
  ]);
  const current = attemptOf(task, chosen)?.attempt;
  return choice(t('Attempt'), options, String(current ?? ''), (attempt) =>
    actions.choose({ step: task.step, task: task.task, attempt: Number(attempt) }),
  );
}

function choice(
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
  choose: (value: string) => void,
): View {
  return el(
    'select',
    {
      key: label,
      class: 'select',
      value: chosen,
      'aria-label': label,
      on: {
        change: (event) => {
          if (event.target instanceof HTMLSelectElement) choose(event.target.value);
        },
      },
    },
    ...options.map(([value, text]) => el('option', { key: value, value }, text)),
  );
}
