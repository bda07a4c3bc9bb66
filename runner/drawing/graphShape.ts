/** A flow as a drawing needs it: nodes, edges, loops taken apart, and how deep inside foreaches a step lies. */
import type { FlowDescription, StepDescription } from '../flow/description';
import type { RunModel } from '../runs/model';

export interface ShapeNode {
  readonly step: string;
  /** False for a step that some `self.next` names and nothing defines. */
  readonly known: boolean;
}
export interface ShapeEdge {
  readonly from: string;
  readonly to: string;
  /** Closes a cycle: drawn around the side, and left out of the layering. */
  readonly back: boolean;
}
export interface GraphShape {
  readonly nodes: readonly ShapeNode[];
  readonly edges: readonly ShapeEdge[];
}

/** What a shape is made of: only names and transitions. */
type Transitions = readonly Pick<StepDescription, 'name' | 'next'>[];

/** Draws everything that the steps name, also when the graph is broken. */
export function shapeOf(steps: Transitions): GraphShape {
  const next = new Map<string, Set<string>>();
  for (const step of steps) next.set(step.name, new Set(step.next));
  const known = new Set(next.keys());
  for (const targets of [...next.values()]) {
    for (const target of targets) if (!next.has(target)) next.set(target, new Set());
  }
  const back = backEdges(next);
  return {
    nodes: [...next.keys()].map((step) => ({ step, known: known.has(step) })),
    edges: [...next].flatMap(([from, targets]) =>
      [...targets].map((to) => ({ from, to, back: back.has(edgeKey(from, to)) })),
    ),
  };
}

/** The same graph: names and transitions, in any order. */
export function sameSteps(one: Transitions, other: Transitions): boolean {
  const text = (steps: Transitions) =>
    steps
      .map((step) => `${step.name} ${[...step.next].sort().join(' ')}`)
      .sort()
      .join('\n');
  return text(one) === text(other);
}

/** Separates with what no Python name can hold. */
export function edgeKey(from: string, to: string): string {
  return `${from}→${to}`;
}

/** Edges to a step that is still on the path of a depth-first walk; without them no cycle is left. */
function backEdges(next: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set<string>();
  const onPath = new Set<string>();
  const left = new Set<string>();
  for (const root of next.keys()) {
    if (left.has(root)) continue;
    const stack = [{ step: root, targets: [...(next.get(root) ?? [])] }];
    onPath.add(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const target = top.targets.shift();
      if (target === undefined) {
        onPath.delete(top.step);
        left.add(top.step);
        stack.pop();
      } else if (onPath.has(target)) found.add(edgeKey(top.step, target));
      else if (!left.has(target)) {
        onPath.add(target);
        stack.push({ step: target, targets: [...(next.get(target) ?? [])] });
      }
    }
  }
  return found;
}

/** The flow to draw: the run's own, else the code's, else the bare list of the run's steps. */
export function stepsToDraw(
  description: FlowDescription | undefined,
  model: RunModel | undefined,
): readonly StepDescription[] {
  const steps = (model?.description ?? description)?.steps;
  if (steps) return steps;
  return (model?.steps ?? []).map(({ name }) => ({
    name,
    type: name === 'start' ? 'start' : name === 'end' ? 'end' : 'linear',
    line: 0,
    sourceFile: '',
    doc: '',
    decorators: [],
    next: [],
    takesInputs: false,
  }));
}

/** Foreaches (and parallel splits) around each step; 0 outside. A join closes the innermost split of any kind. */
export function foreachDepths(steps: readonly StepDescription[]): ReadonlyMap<string, number> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const splits = new Map<string, readonly boolean[]>();
  const targets = new Set(steps.flatMap((step) => step.next));
  const queue = steps.filter((step) => !targets.has(step.name)).map((step) => step.name);
  for (const name of queue) splits.set(name, []);
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const step = byName.get(name);
    if (!step) continue;
    const around = splits.get(name) ?? [];
    const inside = innerSplits(step, around);
    for (const target of step.next) {
      if (splits.has(target)) continue;
      const joins = byName.get(target)?.takesInputs === true;
      splits.set(target, joins ? inside.slice(0, -1) : inside);
      queue.push(target);
    }
  }
  return new Map([...splits].map(([name, stack]) => [name, stack.filter(Boolean).length]));
}

/** True for a split that multiplies tasks. */
function innerSplits(step: StepDescription, around: readonly boolean[]): readonly boolean[] {
  if (step.foreachArtifact !== undefined || step.type === 'split-parallel')
    return [...around, true];
  // A switch takes one way and needs no join.
  if (step.next.length > 1 && step.type !== 'split-switch') return [...around, false];
  return around;
}
