/** The graph as a list of lines. */
import type { GraphModel, GraphNode } from '../../runner/drawing/graphModel';
import { outlineOf } from '../../runner/drawing/outline';
import { t } from '../shared/l10n';
import { icon, markIcon, stateIcon } from '../shared/parts';
import { el, type Child, type View } from '../shared/view';
import type { Context } from './context';

export function outlineView(graph: GraphModel, { data, actions }: Context): readonly Child[] {
  const selected = data.state?.selection.step;
  const lines = outlineOf(graph, t);
  return [
    el(
      'ul',
      { class: 'outline-list', 'aria-label': t('Steps of the flow') },
      ...lines.map(({ step, depth, node, leadsTo }) =>
        el(
          'li',
          { key: step, style: { '--depth': String(depth) } },
          el(
            'button',
            {
              type: 'button',
              class: 'outline-line',
              'data-step': step,
              'aria-current': step === selected ? 'true' : undefined,
              'aria-label': node.spoken,
              on: { click: () => actions.choose({ step }) },
            },
            glyphOf(node),
            el('span', { class: 'code' }, step),
            el(
              'span',
              { class: 'quiet' },
              [node.detail, leadsTo].filter((text) => text !== '').join(' · '),
            ),
          ),
        ),
      ),
    ),
  ];
}

function glyphOf(node: GraphNode): View {
  if (node.mark) return markIcon(node.mark);
  return node.state === undefined
    ? icon(node.known ? 'circle-small' : 'question')
    : stateIcon(node.state);
}
