/** The transitions, as SVG under the nodes. */
import { select } from 'd3-selection';
import type { GraphLayout, PlacedEdge } from '../../runner/drawing/graphLayout';
import type { GraphModel } from '../../runner/drawing/graphModel';

const ARROW = 'M0,0L8,4L0,8Z';

/** Prepares the drawing area; returns the group that moves with the view. */
export function createEdgeLayer(svg: SVGSVGElement): SVGGElement {
  const root = select(svg);
  root
    .append('defs')
    .append('marker')
    .attr('id', 'arrow')
    .attr('viewBox', '0 0 8 8')
    .attr('refX', 7)
    .attr('refY', 4)
    .attr('markerWidth', 7)
    .attr('markerHeight', 7)
    .attr('orient', 'auto')
    .append('path')
    .attr('class', 'arrow')
    .attr('d', ARROW);
  const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  svg.append(group);
  return group;
}

/** `lit`: the steps whose transitions stand out and say what they carry; ways of a switch always say their case. */
export function drawEdges(
  layer: SVGGElement,
  layout: GraphLayout,
  graph: GraphModel,
  lit: ReadonlySet<string>,
): void {
  const isLit = (edge: PlacedEdge) => lit.has(edge.from) || lit.has(edge.to);
  select(layer)
    .selectAll<SVGPathElement, PlacedEdge>('path')
    .data(layout.edges, (edge) => edge.key)
    .join('path')
    .attr('class', 'edge')
    .classed('reached', (edge) => graph.edges.get(edge.key)?.reached === true)
    .classed('lit', isLit)
    .attr('data-from', (edge) => edge.from)
    .attr('data-to', (edge) => edge.to)
    .attr('marker-end', (edge) => (edge.back ? 'url(#arrow)' : null))
    .attr('d', (edge) => edge.path);
  const labelled = layout.edges.filter((edge) => {
    const model = graph.edges.get(edge.key);
    return model !== undefined && model.label !== '' && (model.choice || isLit(edge));
  });
  select(layer)
    .selectAll<SVGTextElement, PlacedEdge>('text')
    .data(labelled, (edge) => edge.key)
    .join('text')
    .attr('class', 'edge-label')
    .classed('lit', isLit)
    .attr('x', (edge) => edge.middle.x)
    .attr('y', (edge) => edge.middle.y + 4)
    .text((edge) => graph.edges.get(edge.key)?.label ?? '');
}
