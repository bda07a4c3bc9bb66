/** One row of the task table. */
import { formatClock, formatDuration, formatSize, taskLabel } from '../../runner/drawing/format';
import { lookOf, MARK_LOOKS } from '../../runner/drawing/states';
import type { TaskModel } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { markIcon, stateColor, stateIcon } from '../shared/parts';
import { el, type View } from '../shared/view';

export const ROW_HEIGHT = 29;
/** Nothing to say. */
const NONE = '–';

interface RowEvents {
  choose(task: TaskModel): void;
  open(task: TaskModel): void;
}

export function taskHead(): readonly View[] {
  const column = (name: string, more = '') =>
    el('span', { role: 'columnheader', class: `cell-text ${more}` }, name);
  return [
    el(
      'div',
      { class: 'task-row', role: 'row' },
      column(t('state')),
      column(t('task')),
      column(t('value')),
      column(t('attempts'), 'number'),
      column(t('started'), 'number'),
      column(t('duration'), 'number'),
      column(t('CPU'), 'number'),
      column(t('memory'), 'number'),
    ),
  ];
}

/** A row whose task has not come yet is an empty one. */
export function taskRow(
  task: TaskModel | undefined,
  index: number,
  selected: boolean,
  now: number,
  events: RowEvents,
): View {
  const cells = task ? cellsOf(task, now) : [el('span', { class: 'cell-text quiet' }, '…')];
  return el(
    'div',
    {
      class: 'task-row',
      role: 'row',
      'aria-rowindex': index + 2,
      'aria-selected': selected ? 'true' : 'false',
      'data-task': task?.task,
      'data-state': task?.state,
      on: {
        click: () => task && events.choose(task),
        dblclick: () => task && events.open(task),
      },
    },
    ...cells,
  );
}

function cellsOf(task: TaskModel, now: number): readonly View[] {
  const { attempts, cpu, started, duration, memory } = figures(task, now);
  const cell = (text: string, more = '') =>
    el('span', { role: 'gridcell', class: `cell-text ${more}`, title: text }, text);
  return [
    stateCell(task),
    cell(taskLabel(task.step, task.indices), 'code'),
    cell(task.value ?? '', 'code'),
    cell(attempts, 'number'),
    cell(started, 'number'),
    cell(duration, 'number'),
    cell(cpu, 'number'),
    cell(memory, 'number'),
  ];
}

/** A task that a resumed run took over did not run here: that is what its state is about. */
function stateCell(task: TaskModel): View {
  const properties = { role: 'gridcell', class: 'cell-text' };
  if (task.origin) {
    const { run, task: id } = task.origin;
    const title = t('reused from {0}', `${run}/${task.step}/${id}`);
    return el('span', { ...properties, title }, markIcon('reused'), t(MARK_LOOKS.reused.word));
  }
  return el(
    'span',
    { ...properties, style: stateColor(task.state) },
    stateIcon(task.state),
    t(lookOf(task.state).word),
  );
}

function figures(task: TaskModel, now: number) {
  const first = task.attempts[0];
  const last = task.attempts.at(-1);
  // What it took is told by the run that it comes from.
  const end = task.origin
    ? undefined
    : (last?.endedAt ?? (last?.state === 'running' ? now : undefined));
  return {
    attempts: task.attempts.length > 0 ? String(task.attempts.length) : NONE,
    started: first ? formatClock(first.startedAt, true) : NONE,
    duration: last && end !== undefined ? formatDuration(end - last.startedAt) : NONE,
    cpu: last?.cpuSeconds === undefined ? NONE : formatDuration(last.cpuSeconds * 1000),
    memory: last?.maxMemory === undefined ? NONE : formatSize(last.maxMemory),
  };
}

/** For the clipboard: tab-separated, as tables take it. */
export function taskText(task: TaskModel): string {
  const { attempts, started, duration, cpu, memory } = figures(
    task,
    task.attempts.at(-1)?.endedAt ?? 0,
  );
  const label = taskLabel(task.step, task.indices);
  return [task.state, label, task.value ?? '', attempts, started, duration, cpu, memory].join('\t');
}
