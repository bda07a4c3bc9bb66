/** A flow's graph as lines of text: steps in the order of the work, branches and foreach bodies indented along a rail. Pure. */
import type { FlowDescription, Json, StepDescription } from '../flow/description';
import { isExpression } from '../flow/description';
import { openSplits, reachable, stepsByName, topological, type SplitFrame } from '../flow/graph';

export interface GraphRow {
  readonly step: string;
  /** What stands before the step's sign: `│ ├ `. */
  readonly rail: string;
  /** `foreach models`, `join`, `@retry(times=3)`: what the step's line says besides its name. */
  readonly notes: readonly string[];
}

const RAIL = { branch: '│ ', branchStart: '├ ', foreach: '┆ ' } as const;

export function graphRows(description: FlowDescription): readonly GraphRow[] {
  const steps = stepsByName(description);
  const open = openSplits(description);
  const reached = reachable(description);
  return topological(description).flatMap((name) => {
    const step = steps.get(name);
    if (!step) return [];
    const notes = notesOf(step, steps);
    return {
      step: name,
      rail: railOf(step, open.get(name) ?? [], steps),
      notes: reached.has(name) ? notes : [...notes, 'never reached'],
    };
  });
}

/** A join stands outside the split that it ends. */
function railOf(
  step: StepDescription,
  frames: readonly SplitFrame[],
  steps: ReadonlyMap<string, StepDescription>,
): string {
  const around = step.takesInputs ? frames.slice(0, -1) : frames;
  return around
    .map(({ split, branch }) => {
      if (steps.get(split)?.type !== 'split-static') return RAIL.foreach;
      return branch === step.name ? RAIL.branchStart : RAIL.branch;
    })
    .join('');
}

function notesOf(
  step: StepDescription,
  steps: ReadonlyMap<string, StepDescription>,
): readonly string[] {
  const unknown = step.next.filter((name) => !steps.has(name));
  return [
    ...(step.takesInputs ? ['join'] : []),
    ...splitNotes(step),
    ...step.decorators.map(({ name, attributes }) => decoratorText(name, attributes)),
    ...unknown.map((name) => `→ ${name}, which does not exist`),
  ];
}

function splitNotes(step: StepDescription): readonly string[] {
  if (step.foreachArtifact !== undefined) return [`foreach ${step.foreachArtifact}`];
  if (step.numParallel !== undefined) return [`${step.numParallel} in parallel`];
  if (step.condition === undefined) return [];
  const cases = Object.entries(step.switchCases ?? {}).map(([value, to]) => `${value} → ${to}`);
  return [`switch on ${step.condition}: ${cases.join(', ')}`];
}

/** `@retry(times=3)`: what differs from nothing; unset attributes are left out. */
function decoratorText(name: string, attributes: { readonly [name: string]: Json }): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${isExpression(value) ? value.$expression : pythonText(value)}`);
  return given.length === 0 ? `@${name}` : `@${name}(${given.join(', ')})`;
}

function pythonText(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

/** The graph under the flow's name, for `flowdeck show`. `sign` stands before every step's name. */
export function graphText(description: FlowDescription, sign = '○'): string {
  const rows = graphRows(description);
  const width = Math.max(0, ...rows.map(({ rail, step }) => rail.length + step.length));
  return rows
    .map(({ rail, step, notes }) => {
      const gap = ' '.repeat(width - rail.length - step.length + 3);
      return `${rail}${sign} ${step}${notes.length === 0 ? '' : `${gap}${notes.join(' · ')}`}\n`;
    })
    .join('');
}
