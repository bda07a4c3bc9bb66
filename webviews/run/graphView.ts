/** The Graph tab: steps and transitions, live, to pan, zoom and walk; or the same as an outline. */
import {
  layoutChoice,
  type GraphLayout,
  type LayoutChoice,
} from '../../runner/drawing/graphLayout';
import { modelGraph, type GraphModel } from '../../runner/drawing/graphModel';
import { stepTowards, type Way } from '../../runner/drawing/graphWalk';
import { t } from '../shared/l10n';
import { iconButton } from '../shared/parts';
import { patch, type Child } from '../shared/view';
import type { Context } from './context';
import { flowShown } from './data';
import { emptyPage } from './emptyView';
import { focusStep } from './focus';
import { createCamera } from './graphCamera';
import { createEdgeLayer, drawEdges } from './graphEdges';
import { nodeView, type NodeEvents } from './graphNodes';
import { outlineView } from './outlineView';

/** Narrower than this the graph becomes its outline. */
const NARROW = 360;
const WAYS: { readonly [key: string]: Way } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export interface GraphView {
  update(context: Context): void;
}

export function createGraphView(panel: HTMLElement): GraphView {
  const make = (className: string, parent: HTMLElement) => {
    const element = document.createElement('div');
    element.className = className;
    parent.append(element);
    return element;
  };
  const frame = make('graph', panel);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'edges');
  svg.setAttribute('aria-hidden', 'true');
  frame.append(svg);
  const nodes = make('nodes', frame);
  nodes.setAttribute('role', 'listbox');
  nodes.setAttribute('aria-label', t('Steps of the flow'));
  const outline = make('outline', panel);
  const tools = make('graph-tools', panel);
  const empty = make('graph-empty', panel);

  const edges = createEdgeLayer(svg);
  const camera = createCamera(frame, ({ x, y, k }) => {
    edges.setAttribute('transform', `translate(${x},${y}) scale(${k})`);
    nodes.style.transform = `translate(${x}px,${y}px) scale(${k})`;
  });

  let context: Context | undefined;
  let choice: { readonly key: string; readonly layouts: LayoutChoice } | undefined;
  let layout: GraphLayout | undefined;
  let hovered: string | undefined;
  let asOutline = false;

  const redraw = () => {
    if (context) draw(context);
  };
  const fit = (whole: boolean) => {
    if (!context || !choice) return;
    layout = choice.layouts.best(frameSize());
    camera.fit(layout, whole ? undefined : (focusStep(context.data) ?? layout.nodes[0]?.step));
    redraw();
  };
  const frameSize = () => ({ width: frame.clientWidth || 700, height: frame.clientHeight || 560 });

  const events: NodeEvents = {
    choose: (step) => context?.actions.choose({ step }),
    open: (step) => context && openStep(context, step),
    hover: (step) => {
      hovered = step;
      redraw();
    },
  };
  frame.addEventListener('click', () => context?.actions.choose({}));
  frame.addEventListener('keydown', (event) => {
    if (context && layout && onKey(event, context, layout)) event.preventDefault();
  });
  let width = 0;
  new ResizeObserver(() => {
    // A hidden tab has no size; a frame that the person has arranged keeps its view.
    if (frame.clientWidth === 0 && outline.clientWidth === 0) return;
    const first = width === 0;
    width = panel.clientWidth;
    if (first || !camera.moved()) fit(false);
    redraw();
  }).observe(panel);

  function onKey(event: KeyboardEvent, { data, actions }: Context, placed: GraphLayout): boolean {
    const way = WAYS[event.key];
    const from = data.state?.selection.step;
    if (way) {
      const step = from === undefined ? placed.nodes[0]?.step : stepTowards(placed, from, way);
      if (step === undefined) return true;
      actions.choose({ step });
      camera.reveal(placed, step);
      document.getElementById(`node-${step}`)?.focus({ preventScroll: true });
      return true;
    }
    if (event.key === 'Enter' && from !== undefined) events.open(from);
    else if (event.key === 'Escape') actions.choose({});
    else if (event.key === '+' || event.key === '=') camera.zoomBy(1.25);
    else if (event.key === '-') camera.zoomBy(0.8);
    else if (event.key === '0') fit(true);
    else return false;
    return true;
  }

  function draw(now: Context): void {
    const nothing = emptyPage(now);
    patch(empty, nothing ? [nothing] : []);
    const narrow = panel.clientWidth > 0 && panel.clientWidth < NARROW;
    const listed = asOutline || narrow;
    frame.hidden = nothing !== undefined || listed;
    outline.hidden = nothing !== undefined || !listed;
    tools.hidden = nothing !== undefined;
    if (nothing) return;
    patch(tools, toolButtons(listed, narrow));
    const graph = currentGraph(now);
    if (listed) patch(outline, outlineView(graph, now));
    else drawGraph(graph, now);
  }

  function drawGraph(graph: GraphModel, now: Context): void {
    if (!layout || choice?.key !== graph.shapeKey) {
      const layouts = layoutChoice(graph.shape);
      choice = { key: graph.shapeKey, layouts };
      layout = layout ? layouts.get(layout.direction) : layouts.best(frameSize());
      if (!camera.moved()) camera.fit(layout, focusStep(now.data) ?? layout.nodes[0]?.step);
    }
    const selected = now.data.state?.selection.step;
    const lit = new Set([selected, hovered].filter((step) => step !== undefined));
    drawEdges(edges, layout, graph, lit);
    const known = layout.nodes.some((node) => node.step === selected);
    const entry = known ? selected : layout.nodes[0]?.step;
    patch(
      nodes,
      layout.nodes.flatMap((place) => {
        const node = graph.nodes.get(place.step);
        if (!node) return [];
        return [nodeView(place, node, place.step === selected, place.step === entry, events)];
      }),
    );
  }

  function toolButtons(listed: boolean, narrow: boolean): readonly Child[] {
    return [
      !listed && iconButton('zoom-in', t('Zoom in'), () => camera.zoomBy(1.25)),
      !listed && iconButton('zoom-out', t('Zoom out'), () => camera.zoomBy(0.8)),
      !listed && iconButton('screen-full', t('Fit the graph'), () => fit(true)),
      !narrow &&
        iconButton(
          listed ? 'type-hierarchy' : 'list-tree',
          listed ? t('Show the graph') : t('Show the graph as text'),
          () => {
            asOutline = !asOutline;
            redraw();
          },
        ),
    ];
  }

  return {
    update: (now) => {
      context = now;
      draw(now);
    },
  };
}

function currentGraph({ data, now }: Context): GraphModel {
  return modelGraph(data.description, data.model, now, t);
}

/** The step's source, when the flow tells where it is. */
export function openStep({ data, actions }: Context, name: string): void {
  // Lines of the code as it is now, where it still has the step.
  const step = [data.description, flowShown(data)]
    .map((flow) => flow?.steps.find((candidate) => candidate.name === name))
    .find((candidate) => candidate !== undefined);
  if (step) actions.send({ type: 'openSource', file: step.sourceFile, line: step.line });
}
