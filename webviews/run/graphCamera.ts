/** Which part of the graph is in sight. It is fitted once and then left to the person. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom';
import { NODE_HEIGHT, NODE_WIDTH, type GraphLayout } from '../../runner/drawing/graphLayout';

const MARGIN = 20;
const SMALLEST = 0.1;
const LARGEST = 2;
/** Names stay readable: a graph that needs less is not shown whole on opening. */
const READABLE = 0.5;

export interface Camera {
  /** Shows the whole graph; with `around` never so small that names cannot be read: then that step is in the middle. */
  fit(layout: GraphLayout, around?: string): void;
  zoomBy(factor: number): void;
  /** Moves no more than needed to show a step. */
  reveal(layout: GraphLayout, step: string): void;
  /** The person has moved the view since the last `fit`. */
  moved(): boolean;
}

interface Frame {
  readonly width: number;
  readonly height: number;
}

export function createCamera(
  frame: HTMLElement,
  apply: (transform: ZoomTransform) => void,
): Camera {
  let movedByHand = false;
  let current = zoomIdentity;
  const sizeOf = (): Frame => ({
    width: frame.clientWidth || 700,
    height: frame.clientHeight || 560,
  });
  const behavior = zoom<HTMLElement, unknown>()
    .scaleExtent([SMALLEST, LARGEST])
    .extent(() => {
      const { width, height } = sizeOf();
      return [
        [0, 0],
        [width, height],
      ];
    })
    .on('zoom', (event: { transform: ZoomTransform; sourceEvent: unknown }) => {
      current = event.transform;
      if (event.sourceEvent) movedByHand = true;
      apply(event.transform);
    });
  const selection = select(frame).call(behavior).on('dblclick.zoom', null);
  const go = (transform: ZoomTransform) =>
    void selection.call((chosen) => behavior.transform(chosen, transform));

  return {
    fit: (layout, around) => {
      movedByHand = false;
      go(fitTransform(layout, sizeOf(), around));
    },
    zoomBy: (factor) => {
      movedByHand = true;
      selection.call((chosen) => behavior.scaleBy(chosen, factor));
    },
    reveal: (layout, step) => {
      const node = layout.nodes.find((candidate) => candidate.step === step);
      if (node) go(revealTransform(current, node, sizeOf()));
    },
    moved: () => movedByHand,
  };
}

/** In the middle across the layers; from the top when it is shorter than the frame. */
function fitTransform(layout: GraphLayout, frame: Frame, around?: string): ZoomTransform {
  const room = { width: frame.width - 2 * MARGIN, height: frame.height - 2 * MARGIN };
  const whole = Math.min(1, room.width / (layout.width || 1), room.height / (layout.height || 1));
  const scale = Math.max(SMALLEST, around === undefined ? whole : Math.max(whole, READABLE));
  const node = layout.nodes.find((candidate) => candidate.step === around) ?? layout.nodes[0];
  const place = (size: number, available: number, middle: number, fromStart: boolean) => {
    if (size * scale <= available - 2 * MARGIN + 1) {
      return fromStart ? MARGIN : (available - size * scale) / 2;
    }
    const lowest = available - MARGIN - size * scale;
    return Math.min(MARGIN, Math.max(lowest, available / 2 - middle * scale));
  };
  const x = place(layout.width, frame.width, (node?.x ?? 0) + NODE_WIDTH / 2, false);
  const fromTop = layout.direction === 'down';
  const y = place(layout.height, frame.height, (node?.y ?? 0) + NODE_HEIGHT / 2, fromTop);
  return zoomIdentity.translate(x, y).scale(scale);
}

/** The least movement after which a node is wholly in sight. */
function revealTransform(
  current: ZoomTransform,
  node: { readonly x: number; readonly y: number },
  frame: Frame,
): ZoomTransform {
  const missing = (start: number, size: number, available: number) => {
    if (start < MARGIN) return MARGIN - start;
    return Math.min(0, available - MARGIN - (start + size));
  };
  const dx = missing(current.applyX(node.x), NODE_WIDTH * current.k, frame.width);
  const dy = missing(current.applyY(node.y), NODE_HEIGHT * current.k, frame.height);
  return zoomIdentity.translate(current.x + dx, current.y + dy).scale(current.k);
}
