import type { Finding } from '../findings';
import type { Rule } from './rule';

/** A step is called start (or end) while another one is marked as that. */
export const ambiguousStartOrEnd: Rule = ({ description, steps }) => {
  const check = (usual: 'start' | 'end', marked: string): Finding[] =>
    marked !== usual && steps.has(marked) && steps.has(usual)
      ? [
          {
            code: 'ambiguous-start-or-end',
            severity: 'error',
            message: `${marked} is marked as the ${usual} step, but there is a step named ${usual} too`,
            remedy: `Rename the step ${usual}, or remove ${usual}=True from ${marked}.`,
            step: usual,
          },
        ]
      : [];
  return [...check('start', description.startStep), ...check('end', description.endStep)];
};
