/** One task: which it is, its attempts, and what the chosen attempt took. */
import { formatClock, formatDuration, formatSize, taskLabel } from '../../runner/drawing/format';
import { lookOf } from '../../runner/drawing/states';
import type { AttemptModel, TaskModel } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { heading, iconButton, stateColor, stateIcon } from '../shared/parts';
import { el, type Child, type View } from '../shared/view';
import type { Context } from './context';
import { attemptOf } from './focus';

export function taskFacts(context: Context, task: TaskModel, titled: boolean): View {
  const { data, now, actions } = context;
  const attempt = attemptOf(task, data.state?.selection.attempt);
  const ref = data.model?.ref;
  const pathspec = ref ? `${ref.flow}/${ref.run}/${task.step}/${task.task}` : '';
  return el(
    'section',
    { class: 'task-facts' },
    titled &&
      heading(
        el('span', { class: 'name' }, taskLabel(task.step, task.indices)),
        task.value !== undefined && el('span', { class: 'value' }, ` ${task.value}`),
        iconButton('copy', t('Copy the pathspec {0}', pathspec), () =>
          actions.send({ type: 'copy', text: pathspec }),
        ),
      ),
    task.attempts.length > 1 && attemptChoice(context, task, attempt),
    attempt && el('p', { class: 'facts' }, ...facts(attempt, now)),
  );
}

function attemptChoice(
  { actions }: Context,
  task: TaskModel,
  chosen: AttemptModel | undefined,
): View {
  return el(
    'div',
    { class: 'attempts', role: 'group', 'aria-label': t('Attempts') },
    ...task.attempts.map((attempt) =>
      el(
        'button',
        {
          key: String(attempt.attempt),
          type: 'button',
          class: 'chip',
          style: stateColor(attempt.state),
          title: t(lookOf(attempt.state).word),
          'aria-pressed': attempt === chosen ? 'true' : 'false',
          on: {
            click: () =>
              actions.choose({ step: task.step, task: task.task, attempt: attempt.attempt }),
          },
        },
        stateIcon(attempt.state),
        t('attempt {0}', attempt.attempt + 1),
      ),
    ),
  );
}

function facts(attempt: AttemptModel, now: number): readonly Child[] {
  const fact = (label: string, value: string) =>
    el('span', { class: 'fact' }, `${label} `, el('b', {}, value));
  const end = attempt.endedAt ?? (attempt.state === 'running' ? now : undefined);
  return [
    fact(t('started'), formatClock(attempt.startedAt, true)),
    end !== undefined && fact(t('took'), formatDuration(end - attempt.startedAt)),
    attempt.cpuSeconds !== undefined && fact(t('CPU'), formatDuration(attempt.cpuSeconds * 1000)),
    attempt.maxMemory !== undefined && fact(t('peak memory'), formatSize(attempt.maxMemory)),
    attempt.endedAt === undefined &&
      attempt.pid !== undefined &&
      fact(t('process'), String(attempt.pid)),
  ];
}
