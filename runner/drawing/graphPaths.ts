/** The curves of a graph's edges, as SVG path data. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}
export interface EdgePath {
  readonly path: string;
  readonly middle: Point;
}

/**
 * From the far side of the first node to the near side of the last one, through the places in between
 * (straight where it passes a layer, so that it keeps clear of the nodes there).
 */
export function forwardPath(
  middles: readonly Point[],
  node: Size,
  direction: 'down' | 'right',
): EdgePath {
  const half = (direction === 'down' ? node.height : node.width) / 2;
  const points = middles.flatMap((middle, index) => [
    ...(index > 0 ? [shift(middle, -half, direction)] : []),
    ...(index < middles.length - 1 ? [shift(middle, half, direction)] : []),
  ]);
  const [first, second] = points;
  if (!first || !second) return { path: '', middle: { x: 0, y: 0 } };
  const parts = points.slice(1).map((to, index) => bend(points[index] ?? first, to, direction));
  return {
    path: `M${pair(first)}${parts.join('')}`,
    middle: { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 },
  };
}

/** Out of the right side of a node, along a lane beside the graph, into the right side of the other. */
export function backPath(from: Point, to: Point, node: Size, lane: number): EdgePath {
  const half = node.width / 2;
  // A step that names itself leaves and enters at different heights.
  const apart = from.y === to.y && from.x === to.x ? node.height / 4 : 0;
  const start = { x: from.x + half, y: from.y + apart };
  const end = { x: to.x + half, y: to.y - apart };
  const turn = Math.min(10, Math.abs(start.y - end.y) / 2);
  const up = start.y >= end.y ? 1 : -1;
  return {
    path: [
      `M${pair(start)}H${round(lane - turn)}`,
      `Q${pair({ x: lane, y: start.y })} ${pair({ x: lane, y: start.y - up * turn })}`,
      `V${round(end.y + up * turn)}`,
      `Q${pair({ x: lane, y: end.y })} ${pair({ x: lane - turn, y: end.y })}H${round(end.x)}`,
    ].join(''),
    middle: { x: lane, y: (start.y + end.y) / 2 },
  };
}

function shift(point: Point, by: number, direction: 'down' | 'right'): Point {
  return direction === 'down' ? { x: point.x, y: point.y + by } : { x: point.x + by, y: point.y };
}

function bend(from: Point, to: Point, direction: 'down' | 'right'): string {
  const straight = direction === 'down' ? from.x === to.x : from.y === to.y;
  if (straight) return `L${pair(to)}`;
  const [one, two] =
    direction === 'down'
      ? [
          { x: from.x, y: (from.y + to.y) / 2 },
          { x: to.x, y: (from.y + to.y) / 2 },
        ]
      : [
          { x: (from.x + to.x) / 2, y: from.y },
          { x: (from.x + to.x) / 2, y: to.y },
        ];
  return `C${pair(one)} ${pair(two)} ${pair(to)}`;
}

function pair(point: Point): string {
  return `${round(point.x)},${round(point.y)}`;
}
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
