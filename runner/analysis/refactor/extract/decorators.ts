/** What the parts of a step are decorated with: the same code has to run in the same surroundings. */
import { textIn } from '../../fixes/source';
import type { StepHere } from '../refactoring';

export interface CopiedDecorators {
  /** `@retry(times=3)`, without indentation. */
  readonly lines: readonly string[];
  /** Why a part of the step cannot be decorated like the whole. */
  readonly refused?: string;
}

/** @param code of the part */
export function decoratorsFor({ place, source }: StepHere, code: string): CopiedDecorators {
  const { decorators } = place.model;
  const mark = decorators.findLastIndex(({ callee }) => /(^|\.)step$/.test(callee));
  if (mark < decorators.length - 1) {
    return { lines: [], refused: 'What stands below @step wraps the step as a whole' };
  }
  const lines: string[] = [];
  for (const { callee, keywords, range } of decorators.slice(0, mark)) {
    const name = callee.split('.').at(-1) ?? callee;
    if (name === 'catch' && 'var' in keywords) {
      return { lines: [], refused: '@catch notes in one artifact whether the whole step failed' };
    }
    if (GANGS.has(name)) return { lines: [], refused: `@${name} runs the step as a gang of tasks` };
    // A page is made by what adds to it.
    if (name === 'card' && !code.includes('current.card')) continue;
    lines.push(`@${textIn(source, range)}`);
  }
  return { lines };
}

const GANGS = new Set(['parallel', 'torchrun', 'deepspeed', 'metaflow_ray', 'mpi', 'tensorflow']);
