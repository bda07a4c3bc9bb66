/** The Artifacts tab: what one task left, by name, type, size and a short look at the value. */
import { formatSize } from '../../runner/drawing/format';
import type { ArtifactRow } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { button, emptyState, icon, iconButton } from '../shared/parts';
import { el, patch, type Child, type View } from '../shared/view';
import { artifactsOf } from './artifactSummary';
import type { Context } from './context';
import { noRun } from './emptyView';
import { attemptOf, focusTask, modelOfTask } from './focus';
import { placeBar } from './placeBar';

type Column = 'name' | 'type' | 'size';
interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export interface ArtifactsView {
  update(context: Context): void;
}

export function createArtifactsView(panel: HTMLElement): ArtifactsView {
  let order: Order = { column: 'name', descending: false };
  let context: Context | undefined;

  const sortBy = (column: Column) => {
    order = { column, descending: order.column === column && !order.descending };
    if (context) draw(context);
  };
  function draw(now: Context): void {
    if (!now.data.model) {
      patch(panel, [noRun(now, t('Artifacts appear here when the flow runs'))]);
      return;
    }
    const bar = placeBar(now);
    const place = focusTask(now.data);
    const task = place && modelOfTask(now.data, place);
    const rows = place && artifactsOf(now, place, task);
    const sorted = rows && sortArtifacts(rows, order);
    patch(panel, [
      el(
        'div',
        { key: 'bar', class: 'place-bar' },
        ...bar,
        el('span', { class: 'spring' }),
        sorted &&
          sorted.length > 0 &&
          button(t('Copy table'), () =>
            now.actions.send({ type: 'copy', text: artifactsText(sorted) }),
          ),
      ),
      sorted && sorted.length > 0
        ? table(now, sorted, order, sortBy)
        : el('div', { key: 'empty' }, emptyState(emptySentence(now, rows))),
    ]);
  }
  return {
    update: (now) => {
      context = now;
      if (now.data.state?.tab === 'artifacts') draw(now);
    },
  };
}

function emptySentence({ data }: Context, rows: readonly ArtifactRow[] | undefined): string {
  if (rows) return t('This task left no artifacts');
  const place = focusTask(data);
  const task = place && modelOfTask(data, place);
  const state = task && attemptOf(task, place.attempt)?.state;
  return state === 'running' ? t('Artifacts are stored when the task ends') : '';
}

/** Names and types by the alphabet, sizes by number. */
function sortArtifacts(rows: readonly ArtifactRow[], order: Order): readonly ArtifactRow[] {
  const sign = order.descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const difference =
      order.column === 'size'
        ? one.size - other.size
        : one[order.column].localeCompare(other[order.column]);
    return sign * difference || one.name.localeCompare(other.name);
  });
}

/** For the clipboard: tab-separated. */
function artifactsText(rows: readonly ArtifactRow[]): string {
  const line = (row: ArtifactRow) =>
    [row.name, row.type, String(row.size), row.problem ?? row.preview ?? ''].join('\t');
  return [['name', 'type', 'bytes', 'value'].join('\t'), ...rows.map(line)].join('\n');
}

function table(
  context: Context,
  rows: readonly ArtifactRow[],
  order: Order,
  sortBy: (column: Column) => void,
): View {
  const head = (column: Column, more = '') => {
    const sorted = order.column === column;
    const direction = order.descending ? 'descending' : 'ascending';
    return el(
      'th',
      { class: more, scope: 'col', 'aria-sort': sorted ? direction : 'none' },
      el(
        'button',
        { type: 'button', class: 'plain', on: { click: () => sortBy(column) } },
        t(column),
        sorted && icon(order.descending ? 'arrow-down' : 'arrow-up'),
      ),
    );
  };
  return el(
    'div',
    { key: 'table', class: 'table-frame' },
    el(
      'table',
      { class: 'table artifacts' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          head('name'),
          head('type'),
          head('size', 'number'),
          el('th', { scope: 'col' }, t('value')),
          el('th', { class: 'tools' }),
        ),
      ),
      el('tbody', {}, ...rows.map((row) => artifactRow(context, row))),
    ),
  );
}

function artifactRow({ actions }: Context, row: ArtifactRow): View {
  const copy = (text: string) => () => actions.send({ type: 'copy', text });
  return el(
    'tr',
    { key: row.name, 'data-artifact': row.name },
    el('td', { class: 'code', title: row.name }, row.name),
    el('td', { title: row.type }, row.type),
    el('td', { class: 'number' }, formatSize(row.size)),
    el('td', { class: 'preview', title: row.problem ?? row.preview ?? '' }, ...valueOf(row)),
    el(
      'td',
      { class: 'tools' },
      iconButton('copy', t('Copy {0}', row.name), copy(row.preview ?? row.name)),
    ),
  );
}

/** The value, or why it cannot be shown: one row with a message, never a broken page. */
function valueOf(row: ArtifactRow): readonly Child[] {
  if (row.problem !== undefined) {
    return [
      el(
        'span',
        { class: 'warning', style: { '--state': 'var(--vscode-charts-yellow)' } },
        icon('warning', 'state-glyph'),
      ),
      row.problem,
    ];
  }
  if (row.preview === undefined) return [el('span', { class: 'quiet' }, '–')];
  return [el('span', { class: 'code' }, row.preview)];
}
