import { KNOWN_DECORATORS } from '../../flow/decorators';
import type { StepDescription } from '../../flow/description';
import { returnsIn } from './nexts';
import type { TextRule } from './rule';

/** A step that returns before its `self.next` does not say where to go: the run fails there. */
export const earlyReturn: TextRule = ({ flow, description }) =>
  [...flow.steps].flatMap(([step, { model, opaque }]) => {
    // Without a self.next at its end another rule speaks.
    if (!model.next || opaque || model.suspends || step === description.endStep) return [];
    if (mayBeGang(description.steps.find(({ name }) => name === step))) return [];
    return returnsIn(model.effects)
      .filter(({ afterNext }) => !afterNext)
      .map(({ range, always }) => ({
        code: 'early-return',
        severity: always ? ('error' as const) : ('hint' as const),
        message: `Step ${step} returns here without self.next, at which a run fails`,
        remedy:
          'Put what comes after it under a condition instead, so that the step ends with its self.next.',
        step,
        range,
      }));
  });

/** In a gang only one of the tasks has to say where to go. */
function mayBeGang(step: StepDescription | undefined): boolean {
  return (
    step?.decorators.some(
      ({ name }) => name.endsWith('parallel') || !Object.hasOwn(KNOWN_DECORATORS, name),
    ) ?? false
  );
}
