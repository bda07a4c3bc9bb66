import type { Rule } from './rule';

/** A foreach names the artifact that it splits over, and leads to one step. */
export const foreachWithoutList: Rule = ({ steps }) =>
  [...steps.values()]
    .filter(
      (step) => step.type === 'split-foreach' && (!step.foreachArtifact || step.next.length > 1),
    )
    .map((step) => ({
      code: 'foreach-without-list',
      severity: 'error',
      message:
        step.next.length > 1
          ? `Step ${step.name} splits over a list into ${step.next.length} different steps`
          : `Step ${step.name} does not say which artifact it splits over`,
      remedy: "Write self.next(self.one_step, foreach='name_of_the_list').",
      step: step.name,
    }));
