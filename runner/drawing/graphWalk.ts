/** Walking the graph with the arrow keys. */
import {
  NODE_HEIGHT,
  NODE_WIDTH,
  type Direction,
  type GraphLayout,
  type PlacedNode,
} from './graphLayout';

export type Way = 'up' | 'down' | 'left' | 'right';

const VECTORS: { readonly [way in Way]: { readonly x: number; readonly y: number } } = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
};

/** The step that lies nearest in that direction; a transition counts as shorter than it is. Undefined at the rim. */
export function stepTowards(layout: GraphLayout, from: string, way: Way): string | undefined {
  const origin = layout.nodes.find((node) => node.step === from);
  if (!origin) return layout.nodes[0]?.step;
  const neighbours = new Set(
    layout.edges.flatMap((edge) =>
      edge.from === from ? [edge.to] : edge.to === from ? [edge.from] : [],
    ),
  );
  let best: { step: string; cost: number } | undefined;
  for (const node of layout.nodes) {
    const cost =
      costOf(origin, node, way, layout.direction) * (neighbours.has(node.step) ? 0.5 : 1);
    if (cost < (best?.cost ?? Infinity)) best = { step: node.step, cost };
  }
  return best?.step;
}

/** Infinite for what does not lie that way, and across the layers for what is in another one. Sideways costs double. */
function costOf(origin: PlacedNode, node: PlacedNode, way: Way, direction: Direction): number {
  const vector = VECTORS[way];
  const [x, y] = [node.x - origin.x, node.y - origin.y];
  const ahead = x * vector.x + y * vector.y;
  const least = vector.x === 0 ? NODE_HEIGHT / 2 : NODE_WIDTH / 4;
  if (ahead < least) return Infinity;
  const sideways = Math.abs(x * vector.y) + Math.abs(y * vector.x);
  const alongLayers = (direction === 'down') === (vector.x === 0);
  const sameLayer = sideways < (direction === 'down' ? NODE_HEIGHT : NODE_WIDTH);
  return alongLayers || sameLayer ? ahead + 2 * sideways : Infinity;
}
