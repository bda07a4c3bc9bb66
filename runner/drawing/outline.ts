/** The graph as indented lines: for screen readers, for very narrow pages, for anyone who prefers text. */
import type { GraphModel, GraphNode } from './graphModel';
import { english, type Translate } from './words';

export interface OutlineLine {
  readonly step: string;
  /** Splits around the step; one indent each. */
  readonly depth: number;
  readonly node: GraphNode;
  /** Where it goes when the next line does not say so: `to join`. */
  readonly leadsTo: string;
}

/** Every step once: each branch is finished before the next begins; what joins comes after all that it joins. */
export function outlineOf(graph: GraphModel, t: Translate = english): readonly OutlineLine[] {
  const forward = graph.shape.edges.filter((edge) => !edge.back);
  const next = (step: string) =>
    forward.filter((edge) => edge.from === step).map((edge) => edge.to);
  const missing = new Map(graph.shape.nodes.map(({ step }) => [step, 0]));
  for (const { to } of forward) missing.set(to, (missing.get(to) ?? 0) + 1);
  const incoming = new Map(missing);

  const order: { step: string; depth: number }[] = [];
  const ready = graph.shape.nodes
    .filter(({ step }) => missing.get(step) === 0)
    .map(({ step }) => ({ step, depth: 0 }))
    .reverse();
  for (let place = ready.pop(); place; place = ready.pop()) {
    order.push(place);
    const targets = next(place.step);
    const inside = place.depth + (targets.length > 1 ? 1 : 0);
    for (const target of targets.reverse()) {
      const left = (missing.get(target) ?? 1) - 1;
      missing.set(target, left);
      const joins = (incoming.get(target) ?? 0) > 1;
      if (left === 0) ready.push({ step: target, depth: Math.max(0, inside - (joins ? 1 : 0)) });
    }
  }
  return order.flatMap(({ step, depth }, index) => {
    const node = graph.nodes.get(step);
    if (!node) return [];
    const following = order[index + 1]?.step;
    const elsewhere = graph.shape.edges
      .filter((edge) => edge.from === step && (edge.back || edge.to !== following))
      .map((edge) => edge.to);
    const single = next(step).length <= 1;
    const leadsTo = elsewhere.length > 0 && single ? t('to {0}', elsewhere.join(', ')) : '';
    return [{ step, depth, node, leadsTo }];
  });
}
