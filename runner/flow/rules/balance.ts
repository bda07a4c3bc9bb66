/**
 * Follows every way through the splits, for the rules about splits and joins. Needs a graph without cycles and
 * without unknown steps (`index.ts` sees to that).
 */
import { framesAfter, knownTargets, type SplitFrame } from '../graph';
import type { CheckedFlow } from './rule';

/** One way in which a step is reached. */
export interface Arrival {
  /** The step before; absent at the start. */
  readonly from?: string;
  /** The splits that are open then, outermost first. */
  readonly frames: readonly SplitFrame[];
}

/** Enough to see any disagreement; a bound, since the number of ways may grow exponentially in a broken graph. */
const MAX_ARRIVALS = 64;

/** Each reachable step with the different ways in which it is reached. */
export function arrivals(flow: CheckedFlow): Map<string, readonly Arrival[]> {
  const found = new Map<string, { arrival: Arrival; key: string }[]>();
  const waiting: { name: string; arrival: Arrival }[] = [
    { name: flow.description.startStep, arrival: { frames: [] } },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const step = flow.steps.get(next.name);
    if (!step) continue;
    const before = found.get(step.name) ?? [];
    const key = `${next.arrival.from ?? ''} ${framesKey(next.arrival.frames)}`;
    if (before.length >= MAX_ARRIVALS || before.some((entry) => entry.key === key)) continue;
    found.set(step.name, [...before, { arrival: next.arrival, key }]);
    for (const target of knownTargets(step, flow.steps)) {
      if (target === step.name) continue;
      const frames = framesAfter(step, next.arrival.frames, target);
      waiting.push({ name: target, arrival: { from: step.name, frames } });
    }
  }
  return new Map([...found].map(([name, entries]) => [name, entries.map((each) => each.arrival)]));
}

/** The names of open splits, without their branches. */
export function splitsKey(frames: readonly SplitFrame[]): string {
  return frames.map((frame) => frame.split).join(' ');
}

function framesKey(frames: readonly SplitFrame[]): string {
  return frames.map((frame) => `${frame.split}>${frame.branch}`).join(' ');
}

/** The branches of the innermost split that arrive, each once. */
export function arrivingBranches(ways: readonly Arrival[]): string[] {
  return [...new Set(ways.flatMap((way) => way.frames.at(-1)?.branch ?? []))];
}
