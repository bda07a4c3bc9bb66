/** A short notation for flows in tests: `start -> a, b`, `a => b : items` (foreach), `j <-` (takes inputs). */
import type { FlowDescription, NodeType, StepDescription } from '../../../runner/flow/description';

/**
 * One step a line, in order of definition:
 * `start -> a b`       branch (or linear with one target)
 * `start => a items`   foreach over items
 * `start ?> a b mode`  switch by mode
 * `start #> a 4`       num_parallel
 * `join< -> end`       takes inputs
 * `end`                no next
 */
export function flow(text: string): FlowDescription {
  const steps = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseStep);
  return {
    version: 1,
    name: 'TestFlow',
    file: '/flows/test.py',
    doc: '',
    startStep: 'start',
    endStep: 'end',
    parameters: [],
    decorators: [],
    steps,
  };
}

function parseStep(line: string, index: number): StepDescription {
  const [head = '', arrow, ...rest] = line.split(/\s+/);
  const name = head.replace('<', '');
  const takesInputs = head.endsWith('<');
  const extra = arrow === '->' || arrow === undefined ? undefined : (rest.at(-1) ?? '');
  const next = extra === undefined ? rest : rest.slice(0, -1);
  const base = {
    name,
    type: typeOf(name, arrow, next, takesInputs),
    line: index * 4 + 5,
    sourceFile: '/flows/test.py',
    doc: '',
    decorators: [],
    next,
    takesInputs,
  };
  if (extra === undefined) return base;
  if (arrow === '=>') return { ...base, foreachArtifact: extra };
  if (arrow === '#>') return { ...base, numParallel: Number(extra) };
  const switchCases = Object.fromEntries(next.map((target, at) => [`case${at}`, target]));
  return { ...base, condition: extra, switchCases };
}

function typeOf(
  name: string,
  arrow: string | undefined,
  next: readonly string[],
  takesInputs: boolean,
): NodeType {
  if (name === 'end') return 'end';
  if (arrow === '=>') return 'split-foreach';
  if (arrow === '?>') return 'split-switch';
  if (arrow === '#>') return 'split-parallel';
  if (next.length > 1) return 'split-static';
  if (takesInputs) return 'join';
  return name === 'start' ? 'start' : 'linear';
}
