import type { Effect } from '../effects';
import type { FixRule } from './fix';
import { replace, textIn } from './source';
import { stepAt } from './steps';

/** Takes the argument away that makes a step a join, if nothing uses it. */
export const joinWithoutSplit: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const range = step?.place.model.parametersRange;
  const inputs = step?.place.model.parameters[1];
  if (!step || !range || inputs === undefined || usesInputs(step.place.model.effects)) return [];
  const list = textIn(step.source, range);
  const shorter = list.replace(new RegExp(`,\\s*${inputs}\\s*(?::[^,)=]*)?,?\\s*(?=\\))`), '');
  if (shorter === list) return [];
  const title = `Remove the argument ${inputs}`;
  return [{ title, edits: [replace(step.source, range, shorter)], safe: true }];
};

const OF_INPUTS = new Set<Effect['kind']>(['input', 'branch', 'inputs-escape', 'merge']);

function usesInputs(effects: readonly Effect[]): boolean {
  return effects.some((effect) => {
    if (OF_INPUTS.has(effect.kind)) return true;
    switch (effect.kind) {
      case 'choice':
        return effect.arms.some(usesInputs);
      case 'repeat':
      case 'later':
        return usesInputs(effect.body);
      case 'attempt':
        return [effect.body, ...effect.handlers, effect.otherwise, effect.last].some(usesInputs);
      default:
        return false;
    }
  });
}
