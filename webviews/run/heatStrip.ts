/** One cell a task in its reserved place, so that nothing moves as they come; a bar of states where cells would be too many. */
import { formatCount, taskLabel } from '../../runner/drawing/format';
import { total } from '../../runner/drawing/graphModel';
import { lookOf, STATE_ORDER } from '../../runner/drawing/states';
import type { StepModel, TaskModel, TaskState } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { button, icon, stateColor } from '../shared/parts';
import { el, type View } from '../shared/view';
import type { Context } from './context';
import { STEP_PAGE } from './taskPages';

/** States that a cell shows by their glyph too; the colours of the others are far apart. */
const MARKED: ReadonlySet<TaskState> = new Set([
  'failed',
  'retrying',
  'caught',
  'interrupted',
  'cancelled',
]);

export function heatStrip(context: Context, step: StepModel, tasks: readonly TaskModel[]): View {
  const count = total(step);
  if (count > STEP_PAGE) return stateBar(context, step, count);
  const places = placeTasks(tasks, count);
  return el(
    'div',
    {
      class: `strip${count > 64 ? ' dense' : ''}`,
      style: { '--columns': String(count > 64 ? 32 : Math.min(count, 16)) },
      role: 'group',
      'aria-label': t('Tasks'),
    },
    ...places.map((task, index) => (task ? cell(context, task) : waitingCell(index))),
  );
}

/** By position in a single foreach, whose tasks may begin in any order; nested ones as they come. */
export function placeTasks(
  tasks: readonly TaskModel[],
  count: number,
): readonly (TaskModel | undefined)[] {
  const places = Array.from<TaskModel | undefined>({ length: Math.max(count, tasks.length) });
  const byPosition = tasks.every((task) => {
    const [index] = task.indices;
    return task.indices.length === 1 && index !== undefined && index < places.length;
  });
  tasks.forEach((task, order) => (places[byPosition ? (task.indices[0] ?? order) : order] = task));
  return places;
}

function cell({ data, actions }: Context, task: TaskModel): View {
  const look = lookOf(task.state);
  const words = [taskLabel(task.step, task.indices), task.value ?? '', t(look.word)];
  const label = words.filter((word) => word !== '').join(' · ');
  return el(
    'button',
    {
      key: task.task,
      type: 'button',
      class: 'cell',
      'data-task': task.task,
      'data-state': task.state,
      style: stateColor(task.state),
      title: label,
      'aria-label': label,
      'aria-pressed': data.state?.selection.task === task.task ? 'true' : 'false',
      on: { click: () => actions.choose({ step: task.step, task: task.task }) },
    },
    MARKED.has(task.state) && icon(look.glyph),
  );
}

function waitingCell(index: number): View {
  return el('span', { key: `waiting-${index}`, class: 'cell', 'data-state': 'waiting' });
}

function stateBar({ actions }: Context, step: StepModel, count: number): View {
  return el(
    'div',
    {},
    el(
      'div',
      { class: 'state-bar', 'aria-hidden': 'true' },
      ...STATE_ORDER.filter((state) => step.counts[state] > 0 && state !== 'waiting').map((state) =>
        el('span', {
          key: state,
          class: 'bar-part',
          style: { ...stateColor(state), width: `${(step.counts[state] / count) * 100}%` },
        }),
      ),
    ),
    button(t('All {0} tasks', formatCount(count)), () =>
      actions.choose({ step: step.name }, 'tasks'),
    ),
  );
}
