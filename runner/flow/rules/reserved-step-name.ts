import type { Rule } from './rule';

/** Attributes of every flow; a step of that name would hide them (Metaflow's list). */
const RESERVED = new Set(['name', 'next', 'input', 'index', 'cmd']);

export const reservedStepName: Rule = ({ steps }) =>
  [...steps.keys()]
    .filter((name) => RESERVED.has(name))
    .map((name) => ({
      code: 'reserved-step-name',
      severity: 'error',
      message: `${name} cannot be the name of a step: flows have something else of that name`,
      remedy: 'Choose another name.',
      step: name,
    }));
