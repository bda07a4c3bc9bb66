import type { Rule } from './rule';

/** Metaflow's own options and fields; with `_` and `-` alike. */
const RESERVED = new Set([
  'params',
  'with',
  'tag',
  'namespace',
  'obj',
  'tags',
  'decospecs',
  'run-id-file',
  'max-num-splits',
  'max-workers',
  'max-log-size',
  'user-namespace',
  'run-id',
  'task-id',
  'runner-attribute-file',
]);

export const reservedParameterName: Rule = ({ description }) =>
  description.parameters
    .filter((parameter) => RESERVED.has(parameter.name.replaceAll('_', '-')))
    .map((parameter) => ({
      code: 'reserved-parameter-name',
      severity: 'error',
      message: `A parameter cannot be named ${parameter.name}: a run has an option of that name`,
      remedy: 'Choose another name.',
    }));
