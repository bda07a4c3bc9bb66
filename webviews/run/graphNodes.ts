/** The steps: real elements, so that they have focus, ellipsis and the editor's fonts. */
import { NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from '../../runner/drawing/graphLayout';
import type { GraphNode } from '../../runner/drawing/graphModel';
import { icon, markIcon, stateColor, stateIcon } from '../shared/parts';
import { el, type View } from '../shared/view';

export interface NodeEvents {
  choose(step: string): void;
  open(step: string): void;
  hover(step: string | undefined): void;
}

export function nodeView(
  place: PlacedNode,
  node: GraphNode,
  selected: boolean,
  focusable: boolean,
  events: NodeEvents,
): View {
  const { step } = place;
  return el(
    'div',
    {
      key: step,
      id: `node-${step}`,
      role: 'option',
      class: `node${node.known ? '' : ' unknown'}${node.stacked ? ' stacked' : ''}`,
      'data-step': step,
      'data-state': node.state,
      'aria-selected': selected ? 'true' : 'false',
      'aria-label': node.spoken,
      tabindex: focusable ? 0 : -1,
      title: node.spoken,
      style: {
        left: `${place.x}px`,
        top: `${place.y}px`,
        width: `${NODE_WIDTH}px`,
        height: `${NODE_HEIGHT}px`,
      },
      on: {
        click: (event) => {
          event.stopPropagation();
          events.choose(step);
        },
        dblclick: () => events.open(step),
        mouseenter: () => events.hover(step),
        mouseleave: () => events.hover(undefined),
      },
    },
    node.stacked && el('div', { class: 'sheet far' }),
    node.stacked && el('div', { class: 'sheet' }),
    el(
      'div',
      { class: 'card' },
      glyph(node),
      el(
        'div',
        { class: 'node-texts' },
        el('div', { class: 'node-name' }, step),
        el('div', { class: 'node-detail' }, node.detail),
      ),
      node.bar.length > 0 && barView(node),
    ),
  );
}

function glyph(node: GraphNode): View | false {
  if (!node.known) return el('span', { class: 'state-icon' }, icon('question'));
  if (node.mark) return markIcon(node.mark);
  return node.state !== undefined && stateIcon(node.state);
}

function barView(node: GraphNode): View {
  return el(
    'div',
    { class: 'bar', 'aria-hidden': 'true' },
    ...node.bar.map((part) =>
      el('span', {
        key: part.state,
        class: 'bar-part',
        style: { ...stateColor(part.state), width: `${part.share * 100}%` },
      }),
    ),
  );
}
