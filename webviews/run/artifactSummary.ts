/** The artifacts of one task in the right pane: the first few; all are in the tab. */
import { formatSize, taskLabel } from '../../runner/drawing/format';
import type { ArtifactRow, TaskModel } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { button, heading } from '../shared/parts';
import { el, type View } from '../shared/view';
import type { Context } from './context';
import type { TaskOfRun } from './contract';
import { placeKey } from './data';
import { attemptOf } from './focus';

const MOST = 8;

export function artifactSummary(context: Context, place: TaskOfRun, task: TaskModel): View {
  const rows = artifactsOf(context, place, task);
  if (!rows || rows.length === 0) return el('section', { class: 'artifact-summary' });
  return el(
    'section',
    { class: 'artifact-summary' },
    heading(t('Artifacts of {0}', taskLabel(task.step, task.indices))),
    el(
      'table',
      { class: 'table' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', {}, t('name')),
          el('th', {}, t('value')),
          el('th', { class: 'number' }, t('size')),
        ),
      ),
      el('tbody', {}, ...rows.slice(0, MOST).map(summaryRow)),
    ),
    rows.length > MOST &&
      button(t('All {0} artifacts', rows.length), () =>
        context.actions.choose({ ...place }, 'artifacts'),
      ),
  );
}

function summaryRow(row: ArtifactRow): View {
  const text = row.problem ?? row.preview ?? row.type;
  return el(
    'tr',
    { key: row.name, title: `${row.name}: ${row.type}\n${text}` },
    el('td', { class: 'code' }, row.name),
    el('td', { class: row.preview === undefined ? 'quiet' : 'code preview' }, text),
    el('td', { class: 'number' }, formatSize(row.size)),
  );
}

/** Asks for the rows of a task as soon as it has any; undefined until they are there. */
export function artifactsOf(
  { data, requests }: Context,
  place: TaskOfRun,
  task: TaskModel | undefined,
): readonly ArtifactRow[] | undefined {
  const attempt = task && attemptOf(task, place.attempt);
  const live = attempt?.state === 'running' || attempt?.state === 'waiting';
  if (!live) requests.artifacts(place, attempt ? `${attempt.attempt} ${attempt.state}` : '');
  return data.artifacts.get(placeKey(place));
}
