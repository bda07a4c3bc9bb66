import type { ArtifactWrite } from '../artifacts/model';
import type { FlowText, TextRule } from './rule';
import { unsetReads } from './unset';

/** What is set, and gone before anything has read it or the flow has ended. */
export const unusedArtifact: TextRule = (text) => {
  const { artifacts, description } = text;
  const steps = [...artifacts.steps.values()];
  // Whoever is given the flow may read anything.
  if (steps.some(({ open, escapes, inputsEscape }) => open || escapes || inputsEscape)) return [];
  const used = new Set<ArtifactWrite>();
  for (const { reads } of steps) {
    for (const { state } of reads) for (const write of state?.writes ?? []) used.add(write);
  }
  const results = artifacts.steps.get(description.endStep)?.leaving;
  for (const { writes } of results?.values() ?? []) for (const write of writes) used.add(write);
  // Someone wants to read it where it is no more: that is said there.
  const missed = new Set(unsetReads(text).map(({ name }) => name));
  return steps
    .flatMap(({ writes }) => writes)
    .filter((write) => !used.has(write) && !missed.has(write.name) && mayBeIdle(text, write))
    .map(({ name, step, file, range }) => ({
      code: 'unused-artifact',
      severity: 'hint' as const,
      message: `Nothing reads this ${name}, and it is gone before the flow ends`,
      remedy: 'Use a local variable, or read it.',
      ...(step === undefined ? {} : { step }),
      file,
      range,
      faded: true as const,
    }));
};

/** Private ones, what a card may show, and what is kept on the class have other readers. */
function mayBeIdle({ description, constants, flow }: FlowText, write: ArtifactWrite): boolean {
  if (write.name.startsWith('_') || constants.has(write.name)) return false;
  if (flow.classes.some(({ model }) => model.members.some(({ name }) => name === write.name))) {
    return false;
  }
  const step = description.steps.find(({ name }) => name === write.step);
  return step?.decorators.every(({ name }) => name !== 'card') === true;
}
