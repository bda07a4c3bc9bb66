/** The head of the page: name, id, state and the few actions; below it when, by whom, with what, and what is different. */
import { shortId } from '../../runner/drawing/format';
import { describeRun, type HeaderFact } from '../../runner/drawing/header';
import type { RunModel } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { button, icon, stateColor, stateIcon } from '../shared/parts';
import { el, type Child, type View } from '../shared/view';
import type { Context } from './context';
import type { PageAction } from './contract';
import { awaitsRun } from './data';
import { failedIndices } from './focus';

export function headerView(context: Context): readonly Child[] {
  const { data } = context;
  const name = data.state?.flow ?? data.description?.name ?? '';
  const header = data.model && describe(context, data.model);
  return [
    el(
      'div',
      { class: 'header-line' },
      el('h1', { class: 'title' }, name),
      data.model && runId(context, data.model),
      header &&
        el(
          'span',
          { class: 'pill', style: stateColor(header.state), title: header.cause ?? '' },
          stateIcon(header.state),
          header.status,
        ),
      el('span', { class: 'spring' }),
      el('span', { class: 'buttons' }, ...buttons(context)),
    ),
    el('div', { class: 'facts' }, ...(header ? header.facts.map(factView) : flowFacts(context))),
  ];
}

function describe({ data, now }: Context, model: RunModel) {
  return describeRun(
    {
      model,
      previousDuration: data.previousDuration,
      current: data.description,
      failedIndices: failedIndices(data),
      now,
    },
    t,
  );
}

function runId({ actions }: Context, model: RunModel): View {
  const { run } = model.ref;
  return el(
    'button',
    {
      type: 'button',
      class: 'run-id',
      title: t('Run {0}: click to copy', run),
      'aria-label': t('Copy the run id {0}', run),
      on: { click: () => actions.send({ type: 'copy', text: run }) },
    },
    shortId(run),
    icon('copy'),
  );
}

const RESUMABLE: ReadonlySet<string> = new Set(['failed', 'interrupted', 'cancelled']);

function buttons({ data, actions }: Context): readonly Child[] {
  if (!data.state) return [];
  const act = (action: PageAction) => () => actions.send({ type: 'action', action });
  const running = data.model?.state === 'running';
  const { pinned } = data.state;
  const resumable = RESUMABLE.has(data.model?.state ?? '');
  return [
    data.canRun &&
      resumable &&
      button(t('Resume'), act('resume'), {
        key: 'resume',
        class: 'button primary',
        title: t('Run what has not succeeded, with what this run has finished'),
      }),
    data.canRun &&
      !running &&
      !awaitsRun(data) &&
      button(data.model ? t('Run again') : t('Run'), act('run'), {
        key: 'run',
        class: resumable ? 'button' : 'button primary',
      }),
    running && button(t('Cancel'), act('cancel'), { key: 'cancel', class: 'button' }),
    data.model &&
      button(pinned ? t('Unpin') : t('Pin'), act(pinned ? 'unpin' : 'pin'), {
        key: 'pin',
        'aria-pressed': pinned ? 'true' : 'false',
        title: pinned
          ? t('Follow the latest run of this flow again')
          : t('Stay with this run when a newer one starts'),
      }),
  ];
}

function factView(fact: HeaderFact): View {
  const value = `${fact.label} ${fact.value}`;
  return el(
    'span',
    { class: 'fact', title: value },
    `${fact.label} `,
    el('b', { class: fact.code ? 'code' : '' }, fact.value),
  );
}

/** Without a run: what the flow is. */
function flowFacts({ data }: Context): readonly Child[] {
  const { description } = data;
  if (!description) return [];
  const doc = description.doc.trim().split('\n', 1)[0] ?? '';
  const count = description.steps.length;
  return [
    doc !== '' && el('span', { class: 'fact' }, doc),
    el('span', { class: 'fact' }, t(count === 1 ? '{0} step' : '{0} steps', count)),
    data.heardOfRun && el('span', { class: 'fact' }, t('not run yet')),
  ];
}
