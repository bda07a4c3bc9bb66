/** Places for the steps of a flow and paths for its transitions, layer by layer. Units are CSS pixels. */
import {
  coordGreedy,
  decrossTwoLayer,
  graph,
  layeringLongestPath,
  sugiyama,
  type MutGraphNode,
} from 'd3-dag';
import { backPath, forwardPath, type Point } from './graphPaths';
import { edgeKey, type GraphShape } from './graphShape';

export const NODE_WIDTH = 190;
export const NODE_HEIGHT = 48;
/** Between two layers; a little more where an edge bends or the layers stand side by side. */
const LAYER_GAP = { down: 34, right: 44 };
const BENT_GAP = { down: 44, right: 60 };
/** Between two nodes of one layer; room for the sheets of a stack. */
const SIBLING_GAP = { down: 40, right: 26 };

/** `down`: layers from top to bottom; `right`: from left to right. */
export type Direction = 'down' | 'right';

export interface PlacedNode {
  readonly step: string;
  readonly known: boolean;
  /** The left upper corner. */
  readonly x: number;
  readonly y: number;
}
export interface PlacedEdge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** Of an SVG `path`. */
  readonly path: string;
  /** For a label. */
  readonly middle: Point;
  readonly back: boolean;
}
export interface GraphLayout {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Before the direction is known: `along` counts down the layers, `across` within one. */
interface Place {
  readonly across: number;
  readonly along: number;
}
interface Route {
  readonly from: string;
  readonly to: string;
  readonly places: readonly Place[];
}

/** Lays out any graph, broken ones too: loops, unknown targets, parts that hang together with nothing. */
export function layoutGraph(shape: GraphShape, direction: Direction): GraphLayout {
  const thickness = direction === 'down' ? NODE_HEIGHT : NODE_WIDTH;
  const breadth = direction === 'down' ? NODE_WIDTH : NODE_HEIGHT;
  const layered = placeLayers(shape, breadth, SIBLING_GAP[direction]);
  const along = spreadLayers(layered.routes, layered.places, thickness, direction);
  placeLonely(shape, layered.places, along, thickness, breadth + SIBLING_GAP[direction]);
  const middles = new Map(
    [...layered.places].map(([step, place]) => [step, toPoint(place, along, direction)]),
  );
  return assemble(
    shape,
    layered.routes,
    middles,
    (place) => toPoint(place, along, direction),
    direction,
  );
}

/** Layers and order by d3-dag, which gives each layer the next whole number here. */
function placeLayers(shape: GraphShape, breadth: number, gap: number) {
  const dag = graph<string, undefined>();
  const nodes = new Map<string, MutGraphNode<string, undefined>>();
  const forward = shape.edges.filter((edge) => !edge.back);
  const connected = new Set(forward.flatMap((edge) => [edge.from, edge.to]));
  for (const { step } of shape.nodes) if (connected.has(step)) nodes.set(step, dag.node(step));
  for (const edge of forward) {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    if (from && to) dag.link(from, to, undefined);
  }
  const places = new Map<string, Place>();
  if (nodes.size === 0) return { places, routes: [] };
  sugiyama()
    .layering(layeringLongestPath())
    .decross(decrossTwoLayer())
    .coord(coordGreedy())
    .nodeSize([breadth, 1])
    .gap([gap, 0])(dag);
  const place = (x: number, y: number): Place => ({ across: x, along: Math.round(y - 0.5) });
  for (const node of dag.nodes()) places.set(node.data, place(node.x, node.y));
  const routes = [...dag.links()].map((link) => ({
    from: link.source.data,
    to: link.target.data,
    places: link.points.map(([x, y]) => place(x, y)),
  }));
  return { places, routes };
}

/** The middle of each layer: further apart where an edge between them bends. */
function spreadLayers(
  routes: readonly Route[],
  places: ReadonlyMap<string, Place>,
  thickness: number,
  direction: Direction,
): number[] {
  const layers = Math.max(-1, ...[...places.values()].map((place) => place.along)) + 1;
  const bent = new Set<number>();
  for (const route of routes) {
    route.places.forEach((place, index) => {
      const before = route.places[index - 1];
      if (before && Math.abs(before.across - place.across) > 1) bent.add(place.along);
    });
  }
  const middles: number[] = [];
  for (let layer = 0, middle = thickness / 2; layer < layers; layer += 1) {
    if (layer > 0) middle += thickness + (bent.has(layer) ? BENT_GAP : LAYER_GAP)[direction];
    middles.push(middle);
  }
  return middles;
}

/** Steps without any transition stand in rows after the last layer. */
function placeLonely(
  shape: GraphShape,
  places: Map<string, Place>,
  along: number[],
  thickness: number,
  pitch: number,
): void {
  const lonely = shape.nodes.filter((node) => !places.has(node.step));
  if (lonely.length === 0) return;
  const perRow = Math.max(1, Math.round(Math.sqrt(lonely.length)));
  const first = along.length;
  const left =
    places.size === 0 ? pitch / 2 : Math.min(...[...places.values()].map((place) => place.across));
  lonely.forEach((node, index) => {
    const row = first + Math.floor(index / perRow);
    if (along[row] === undefined) {
      const before = along[row - 1];
      along[row] = before === undefined ? thickness / 2 : before + thickness + LAYER_GAP.down;
    }
    places.set(node.step, { across: left + (index % perRow) * pitch, along: row });
  });
}

function toPoint(place: Place, along: readonly number[], direction: Direction): Point {
  const middle = along[place.along] ?? 0;
  return direction === 'down' ? { x: place.across, y: middle } : { x: middle, y: place.across };
}

function assemble(
  shape: GraphShape,
  routes: readonly Route[],
  middles: ReadonlyMap<string, Point>,
  point: (place: Place) => Point,
  direction: Direction,
): GraphLayout {
  const nodes = shape.nodes.map((node) => {
    const middle = middles.get(node.step) ?? { x: 0, y: 0 };
    return { ...node, x: middle.x - NODE_WIDTH / 2, y: middle.y - NODE_HEIGHT / 2 };
  });
  const size = { width: NODE_WIDTH, height: NODE_HEIGHT };
  const edges: PlacedEdge[] = routes.map(({ from, to, places }) => ({
    key: edgeKey(from, to),
    from,
    to,
    back: false,
    ...forwardPath(places.map(point), size, direction),
  }));
  let lanes = 0;
  for (const { from, to, back } of shape.edges) {
    const [source, target] = [middles.get(from), middles.get(to)];
    if (!back || !source || !target) continue;
    lanes += 1;
    // Clear of what stands between the two, and of the other loops.
    const beside = nodes.filter((node) => isBetween(node, source.y, target.y));
    const lane = Math.max(...beside.map((node) => node.x + NODE_WIDTH)) + 10 + 10 * lanes;
    edges.push({ key: edgeKey(from, to), from, to, back, ...backPath(source, target, size, lane) });
  }
  return { direction, ...extent(nodes, edges.length > 0 ? lanes : 0), nodes, edges };
}

function isBetween(node: PlacedNode, one: number, other: number): boolean {
  const middle = node.y + NODE_HEIGHT / 2;
  return middle >= Math.min(one, other) && middle <= Math.max(one, other);
}

function extent(nodes: readonly PlacedNode[], lanes: number) {
  const room = lanes === 0 ? 0 : 20 + 10 * lanes;
  return {
    width: Math.max(0, ...nodes.map((node) => node.x + NODE_WIDTH)) + room,
    height: Math.max(0, ...nodes.map((node) => node.y + NODE_HEIGHT)),
  };
}

/** Trying both ways of a larger graph would be felt. */
const MOST_TRIED = 150;

/** Lays out one shape in the ways that are asked for, each once. */
export interface LayoutChoice {
  get(direction: Direction): GraphLayout;
  /** The one that a frame shows larger; downwards when it makes no difference. */
  best(frame: { readonly width: number; readonly height: number }): GraphLayout;
}

export function layoutChoice(shape: GraphShape): LayoutChoice {
  const made = new Map<Direction, GraphLayout>();
  const get = (direction: Direction): GraphLayout => {
    const layout = made.get(direction) ?? layoutGraph(shape, direction);
    made.set(direction, layout);
    return layout;
  };
  return {
    get,
    best: (frame) => {
      const scale = ({ width, height }: GraphLayout) =>
        Math.min(1, frame.width / (width || 1), frame.height / (height || 1));
      const down = get('down');
      if (scale(down) === 1 || shape.nodes.length > MOST_TRIED) return down;
      const right = get('right');
      return scale(right) > scale(down) * 1.05 ? right : down;
    },
  };
}
