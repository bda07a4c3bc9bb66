/** Asks for the tasks of one step that a pane looks at: the first ones, and of a large step also those in trouble. */
import { total } from '../../runner/drawing/graphModel';
import type { Context } from './context';
import { stepModelOf } from './focus';
import { STEP_PAGE, TROUBLE } from './taskPages';

const MOST_TROUBLED = 50;

export function askForStep({ data, requests }: Context, step: string): void {
  const { model } = data;
  if (!model) return;
  requests.tasks({ step, offset: 0, limit: STEP_PAGE }, model);
  const ran = stepModelOf(data, step);
  if (!ran || total(ran) <= STEP_PAGE || TROUBLE.every((state) => ran.counts[state] === 0)) return;
  requests.tasks({ step, states: TROUBLE, offset: 0, limit: MOST_TROUBLED }, model);
}
