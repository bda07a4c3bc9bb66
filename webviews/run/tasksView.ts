/** The Tasks tab: a table of all tasks, of which only the rows in sight are loaded and drawn. */
import { formatCount } from '../../runner/drawing/format';
import { lookOf, STATE_ORDER } from '../../runner/drawing/states';
import type { TaskModel, TaskState } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { emptyState, icon, stateColor, stateIcon } from '../shared/parts';
import { el, patch, type Child, type View } from '../shared/view';
import { virtualRows } from '../shared/virtualRows';
import type { Context } from './context';
import type { Selection } from './contract';
import { noRun } from './emptyView';
import { taskAt, totalOf, type TaskQuery } from './taskPages';
import { ROW_HEIGHT, taskHead, taskRow, taskText } from './taskRow';

/** Tasks asked for at once. */
const PAGE = 100;

export interface TasksView {
  update(context: Context): void;
}

export function createTasksView(panel: HTMLElement): TasksView {
  const make = (className: string, parent: HTMLElement) => {
    const element = document.createElement('div');
    element.className = className;
    parent.append(element);
    return element;
  };
  const filters = make('filters', panel);
  const scroller = make('task-table', panel);
  const head = make('task-head', scroller);
  const body = make('task-rows', scroller);
  for (const group of [head, body]) group.setAttribute('role', 'rowgroup');
  const empty = make('tasks-empty', panel);
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'grid');
  scroller.setAttribute('aria-label', t('Tasks'));

  let context: Context | undefined;
  /** The filters; the step follows what is chosen elsewhere, but not the rows clicked here. */
  let step: string | undefined;
  let states: readonly TaskState[] = [];
  let own: Selection | undefined;
  let seenStep: string | undefined;
  /** A row that a key went to before its task had come. */
  let awaited: number | undefined;

  const query = (): TaskQuery => ({
    ...(step === undefined ? {} : { step }),
    ...(states.length === 0 ? {} : { states }),
  });
  const chooseTask = (task: TaskModel) => {
    own = { step: task.step, task: task.task };
    context?.actions.choose(own);
  };
  const rows = virtualRows(
    scroller,
    body,
    ROW_HEIGHT,
    (index) => drawRow(index),
    ({ first, end }) => {
      const model = context?.data.model;
      if (!context || !model || !isShown()) return;
      for (let page = Math.floor(first / PAGE); page * PAGE < Math.max(end, 1); page += 1) {
        context.requests.tasks({ ...query(), offset: page * PAGE, limit: PAGE }, model);
      }
    },
  );
  const isShown = () => context?.data.state?.tab === 'tasks';

  function drawRow(index: number): View {
    const task = context && taskAt(context.data.tasks, query(), index);
    const selection = context?.data.state?.selection;
    const selected =
      task !== undefined && task.step === selection?.step && task.task === selection.task;
    return taskRow(task, index, selected, context?.now ?? 0, {
      choose: chooseTask,
      open: (chosen) => context?.actions.choose({ step: chosen.step, task: chosen.task }, 'log'),
    });
  }

  scroller.addEventListener('keydown', (event) => {
    if (context && onKey(event, context)) event.preventDefault();
  });

  function onKey(event: KeyboardEvent, { data, actions }: Context): boolean {
    const total = totalOf(data.tasks, query()) ?? 0;
    const index = selectedIndex(total);
    const chosen = index < 0 ? undefined : taskAt(data.tasks, query(), index);
    if (event.key === 'c' && (event.ctrlKey || event.metaKey) && chosen) {
      actions.send({ type: 'copy', text: taskText(chosen) });
      return true;
    }
    if (event.key === 'Enter' && chosen) {
      actions.choose({ step: chosen.step, task: chosen.task }, 'log');
      return true;
    }
    const target = moveBy(event.key, index, total, Math.floor(scroller.clientHeight / ROW_HEIGHT));
    if (target === undefined) return false;
    rows.scrollTo(target, 'nearest');
    const task = taskAt(data.tasks, query(), target);
    awaited = task ? undefined : target;
    if (task) chooseTask(task);
    return true;
  }

  function selectedIndex(total: number): number {
    const selection = context?.data.state?.selection;
    for (let index = 0; index < total; index += 1) {
      const task = context && taskAt(context.data.tasks, query(), index);
      if (task && task.step === selection?.step && task.task === selection.task) return index;
    }
    return -1;
  }

  function filterViews({ data, actions }: Context): readonly Child[] {
    const among = (data.model?.steps ?? []).filter(
      (model) => step === undefined || model.name === step,
    );
    const count = (state: TaskState) => among.reduce((sum, model) => sum + model.counts[state], 0);
    return [
      step !== undefined &&
        el(
          'button',
          {
            key: 'step',
            type: 'button',
            class: 'chip',
            'aria-label': t('Only {0}: show all steps', step),
            on: {
              click: () => {
                step = undefined;
                actions.choose({});
              },
            },
          },
          el('span', { class: 'code' }, step),
          icon('close'),
        ),
      ...STATE_ORDER.filter((state) => count(state) > 0 || states.includes(state)).map((state) =>
        el(
          'button',
          {
            key: state,
            type: 'button',
            class: 'chip',
            style: stateColor(state),
            'aria-pressed': states.includes(state) ? 'true' : 'false',
            on: {
              click: () => {
                states = states.includes(state)
                  ? states.filter((other) => other !== state)
                  : [...states, state];
                if (context) draw(context);
              },
            },
          },
          stateIcon(state),
          `${t(lookOf(state).word)} ${formatCount(count(state))}`,
        ),
      ),
    ];
  }

  function draw(now: Context): void {
    const { model, state } = now.data;
    const selection = state?.selection ?? {};
    if (selection.step !== seenStep && selection !== own) step = selection.step;
    seenStep = selection.step;
    scroller.hidden = !model;
    if (!model) {
      patch(filters, []);
      patch(empty, [noRun(now, t('Tasks appear here when the flow runs'))]);
      return;
    }
    patch(filters, filterViews(now));
    patch(head, taskHead());
    const total = totalOf(now.data.tasks, query());
    scroller.setAttribute('aria-rowcount', String(total ?? -1));
    patch(empty, total === 0 ? [emptyState(t('No task is like that'))] : []);
    rows.update(total ?? 0);
    const arrived = awaited === undefined ? undefined : taskAt(now.data.tasks, query(), awaited);
    if (arrived) {
      awaited = undefined;
      chooseTask(arrived);
    }
  }
  return {
    update: (now) => {
      context = now;
      if (isShown()) draw(now);
    },
  };
}

/** Where a key leads in a list; undefined for a key that leads nowhere. */
function moveBy(key: string, index: number, total: number, page: number): number | undefined {
  const targets: { readonly [key: string]: number } = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: total - 1,
  };
  const target = targets[key];
  if (target === undefined || total === 0) return undefined;
  return Math.min(total - 1, Math.max(0, target));
}
