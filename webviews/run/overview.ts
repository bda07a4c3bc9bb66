/** Nothing chosen: the run as a whole, or the flow when there is none. */
import { formatCount, formatValue, taskLabel } from '../../runner/drawing/format';
import { runProgress } from '../../runner/drawing/header';
import type { FlowDescription } from '../../runner/flow/description';
import type { Finding } from '../../runner/flow/findings';
import type { RunModel } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { button, heading, icon } from '../shared/parts';
import { el, type Child, type View } from '../shared/view';
import type { Context } from './context';
import { errorBlock } from './failureView';
import { failedIndices } from './focus';
import { askForStep } from './stepTasks';

export function overview(context: Context): readonly Child[] {
  const { data } = context;
  return data.model ? ofRun(context, data.model) : ofFlow(context);
}

function ofRun(context: Context, model: RunModel): readonly Child[] {
  const progress = runProgress(model);
  const { failure } = model;
  if (failure) askForStep(context, failure.step);
  return [
    heading(t('Run')),
    el(
      'p',
      { class: 'counts' },
      el(
        'span',
        { class: 'big' },
        el('b', {}, formatCount(progress.done)),
        ` / ${formatCount(progress.total)} `,
      ),
      el('span', { class: 'quiet' }, t('tasks done')),
    ),
    failure &&
      el(
        'section',
        { class: 'failure', 'aria-label': t('Failure') },
        heading(`${t('Failed')} · ${taskLabel(failure.step, failedIndices(context.data) ?? [])}`),
        errorBlock(context, failure.error),
        el(
          'div',
          { class: 'actions' },
          button(t('Show the task'), () =>
            context.actions.choose({ step: failure.step, task: failure.task }),
          ),
          button(t('Log'), () =>
            context.actions.choose({ step: failure.step, task: failure.task }, 'log'),
          ),
        ),
      ),
    ...values(
      Object.entries(model.parameters).map(([name, value]) => [name, formatValue(value, 80)]),
    ),
    ...model.notices.map((notice) => el('p', { class: 'notice' }, icon('info'), notice)),
    ...findingsView(context.data.findings),
  ];
}

function ofFlow({ data }: Context): readonly Child[] {
  const { description } = data;
  if (!description) return [];
  return [
    heading(el('span', { class: 'name' }, description.name)),
    description.doc.trim() !== '' && el('p', { class: 'doc' }, description.doc.trim()),
    ...values(parametersOf(description)),
    ...findingsView(data.findings),
  ];
}

function parametersOf(description: FlowDescription): readonly [string, string][] {
  return description.parameters.map((parameter) => [
    parameter.name,
    parameter.default === undefined
      ? parameter.required
        ? t('required')
        : '–'
      : formatValue(parameter.default, 80),
  ]);
}

function values(entries: readonly (readonly [string, string])[]): readonly Child[] {
  if (entries.length === 0) return [];
  return [
    heading(t('Parameters')),
    el(
      'dl',
      { class: 'values' },
      ...entries.map(([name, value]) =>
        el('div', { key: name }, el('dt', {}, name), el('dd', { title: value }, value)),
      ),
    ),
  ];
}

function findingsView(findings: readonly Finding[]): readonly View[] {
  if (findings.length === 0) return [];
  const glyphs = { error: 'error', warning: 'warning', hint: 'lightbulb' };
  return [
    heading(t('In the code')),
    ...findings.map((finding) =>
      el(
        'p',
        { class: `finding ${finding.severity}` },
        icon(glyphs[finding.severity]),
        [finding.message, finding.remedy].filter((text) => text !== undefined).join('. '),
      ),
    ),
  ];
}
