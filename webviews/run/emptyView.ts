/** What the page says when there is nothing to draw. */
import { t } from '../shared/l10n';
import { button, emptyState } from '../shared/parts';
import { el, type View } from '../shared/view';
import type { Context } from './context';
import { awaitsRun, flowShown } from './data';

/** Undefined when there is something to show, or when it is too early to tell. */
export function emptyPage(context: Context): View | undefined {
  const { data } = context;
  if (!data.state || (!data.heardOfFlow && !data.heardOfRun)) return el('div', { class: 'empty' });
  const steps = flowShown(data)?.steps.length ?? data.model?.steps.length ?? 0;
  if (steps > 0) return undefined;
  if (data.description) return emptyState(t('{0} has no steps yet', data.description.name));
  if (!data.heardOfFlow || !data.heardOfRun) return el('div', { class: 'empty' });
  return emptyState(t('The file of {0} was not found, and no run of it', data.state.flow));
}

/** For tabs that show what a run made. */
export function noRun({ data, actions }: Context, sentence: string): View {
  if (awaitsRun(data)) return el('div', { class: 'empty' });
  const run = () => actions.send({ type: 'action', action: 'run' });
  return emptyState(sentence, data.canRun && button(t('Run'), run, { class: 'button' }));
}
