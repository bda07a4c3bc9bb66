/**
 * Questions about a flow's graph. All of them also answer for broken graphs (unknown steps, cycles, unreachable
 * steps): the rules and the drawings ask about those too.
 */
import type { FlowDescription, StepDescription } from './description';

/** One open split on the way to a step: the splitting step, and the branch of it that was taken. */
export interface SplitFrame {
  readonly split: string;
  readonly branch: string;
}

/** The step of that name, if the flow has it. */
export function stepOf(description: FlowDescription, name: string): StepDescription | undefined {
  return description.steps.find((step) => step.name === name);
}

/** Name → step. The first one wins when a name is defined twice. */
export function stepsByName(description: FlowDescription): Map<string, StepDescription> {
  const steps = new Map<string, StepDescription>();
  for (const step of description.steps) {
    if (!steps.has(step.name)) steps.set(step.name, step);
  }
  return steps;
}

/** Whether its successors run side by side: a branch, a foreach or a gang (a switch takes one successor only). */
function opensSplit(step: StepDescription): boolean {
  return (
    step.type === 'split-static' || step.type === 'split-foreach' || step.type === 'split-parallel'
  );
}

/** Whether it splits into tasks of one and the same step. */
export function splitsByValue(step: StepDescription): boolean {
  return step.type === 'split-foreach' || step.type === 'split-parallel';
}

/** The targets of a step that exist, each once, in the order of `self.next`. */
export function knownTargets(
  step: StepDescription,
  steps: ReadonlyMap<string, StepDescription>,
): string[] {
  return [...new Set(step.next)].filter((name) => steps.has(name));
}

/** Every step with the steps that lead to it, both in the description's order. */
export function predecessors(description: FlowDescription): Map<string, string[]> {
  const sources = new Map<string, string[]>(description.steps.map((step) => [step.name, []]));
  for (const step of description.steps) {
    for (const target of new Set(step.next)) sources.get(target)?.push(step.name);
  }
  return sources;
}

/** The steps that a run can come to, the start step among them. */
export function reachable(description: FlowDescription): Set<string> {
  const steps = stepsByName(description);
  const seen = new Set<string>();
  const waiting = steps.has(description.startStep) ? [description.startStep] : [];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const step = steps.get(name);
    if (!step || seen.has(name)) continue;
    seen.add(name);
    waiting.push(...knownTargets(step, steps));
  }
  return seen;
}

/**
 * All steps, each after those that lead to it (edges that close a cycle do not count), branches in the order of
 * `self.next`. Steps that the start does not lead to come as late as their edges allow.
 */
export function topological(description: FlowDescription): string[] {
  const steps = stepsByName(description);
  const done = new Set<string>();
  const postorder: string[] = [];

  const visitFrom = (root: string): void => {
    // Own stack: a flow of ten thousand steps must not overflow the machine's.
    const path: { name: string; targets: string[] }[] = [];
    const enter = (name: string): void => {
      const step = steps.get(name);
      if (!step || done.has(name)) return;
      done.add(name);
      // The last target first, so that the reversed postorder has the first branch first.
      path.push({ name, targets: knownTargets(step, steps) });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = top.targets.pop();
      if (target === undefined) {
        postorder.push(top.name);
        path.pop();
      } else {
        enter(target);
      }
    }
  };

  const sources = predecessors(description);
  const rest = description.steps.map((step) => step.name);
  const heads = rest.filter((name) => sources.get(name)?.length === 0);
  // Reversed at the end: what is visited last comes first.
  const reached = reachable(description);
  for (const name of [...rest, ...heads].reverse()) if (!reached.has(name)) visitFrom(name);
  if (reached.size > 0) visitFrom(description.startStep);
  return postorder.reverse();
}

/**
 * The splits that are open when a step begins, outermost first (a join begins inside the split that it joins).
 * Steps that the start does not lead to are absent; where ways disagree, the first one counts (a rule reports that).
 */
export function openSplits(description: FlowDescription): Map<string, readonly SplitFrame[]> {
  const steps = stepsByName(description);
  const open = new Map<string, readonly SplitFrame[]>();
  const waiting: { name: string; frames: readonly SplitFrame[] }[] = [
    { name: description.startStep, frames: [] },
  ];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const step = steps.get(next.name);
    if (!step || open.has(step.name)) continue;
    open.set(step.name, next.frames);
    for (const target of knownTargets(step, steps)) {
      waiting.push({ name: target, frames: framesAfter(step, next.frames, target) });
    }
  }
  return open;
}

/** The open splits once `step` has gone on to `target`. */
export function framesAfter(
  step: StepDescription,
  frames: readonly SplitFrame[],
  target: string,
): readonly SplitFrame[] {
  const inside = step.takesInputs ? frames.slice(0, -1) : frames;
  return opensSplit(step) ? [...inside, { split: step.name, branch: target }] : inside;
}

/** Each step with the foreaches (and gangs) that it runs inside, outermost first: one index of a task for each. */
export function enclosingForeaches(description: FlowDescription): Map<string, readonly string[]> {
  const steps = stepsByName(description);
  const isForeach = (name: string): boolean => {
    const step = steps.get(name);
    return step !== undefined && splitsByValue(step);
  };
  return new Map(
    [...openSplits(description)].map(([name, frames]) => {
      // A join has already left the split that it joins: its tasks are one level up.
      const own = steps.get(name)?.takesInputs ? frames.slice(0, -1) : frames;
      return [name, own.map((frame) => frame.split).filter(isForeach)];
    }),
  );
}

/** Splitting step → the step that joins it. A split that is never joined is absent. */
export function matchingJoins(description: FlowDescription): Map<string, string> {
  const steps = stepsByName(description);
  const joins = new Map<string, string>();
  for (const [name, frames] of openSplits(description)) {
    const innermost = frames.at(-1);
    const step = steps.get(name);
    if (innermost && step?.takesInputs && !joins.has(innermost.split)) {
      joins.set(innermost.split, name);
    }
  }
  return joins;
}
