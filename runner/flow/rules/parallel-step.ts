import { KNOWN_DECORATORS } from '../decorators';
import type { StepDescription } from '../description';
import type { Finding } from '../findings';
import { listed, type Rule } from './rule';

const GANGS = new Set(['parallel', 'pytorch_parallel']);

function isParallel(step: StepDescription | undefined): boolean {
  return step?.decorators.some(({ name }) => GANGS.has(name)) ?? false;
}

/** A decorator of one's own or of an extension may be one for gangs. */
function mayBeParallel(step: StepDescription | undefined): boolean {
  return (
    isParallel(step) ||
    (step?.decorators.some(({ name }) => !Object.hasOwn(KNOWN_DECORATORS, name)) ?? false)
  );
}

/** Gangs: `num_parallel` leads to a step with @parallel, that step goes to a join, and nothing else leads to it. */
export const parallelStep: Rule = ({ steps, predecessors }) => {
  const findings: Finding[] = [];
  const report = (step: string, message: string, remedy: string): void => {
    findings.push({ code: 'parallel-step', severity: 'error', message, remedy, step });
  };
  for (const step of steps.values()) {
    if (step.type === 'split-parallel') {
      for (const target of step.next.filter(
        (name) => steps.has(name) && !mayBeParallel(steps.get(name)),
      )) {
        report(
          target,
          `Step ${target} is started by num_parallel but is not marked for it`,
          'Add @parallel to it.',
        );
      }
    }
    if (!isParallel(step)) continue;
    const target = step.next[0];
    if (target !== undefined && steps.get(target)?.takesInputs === false) {
      report(
        target,
        `Step ${target} follows a parallel step but is not a join`,
        'Add the argument inputs.',
      );
    }
    const others = (predecessors.get(step.name) ?? []).filter(
      (name) => steps.get(name)?.type !== 'split-parallel',
    );
    if (others.length > 0) {
      report(
        step.name,
        `Step ${step.name} is parallel, but ${listed(others)} goes to it without num_parallel`,
        `Write self.next(self.${step.name}, num_parallel=N).`,
      );
    }
  }
  return findings;
};
