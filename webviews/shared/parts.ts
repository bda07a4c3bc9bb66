/** The small pieces that every page is made of. */
import { lookOf, MARK_LOOKS, type Mark, type StateLook } from '../../runner/drawing/states';
import type { RunState, TaskState } from '../../runner/runs/model';
import { t } from './l10n';
import { el, type Child, type Properties, type View } from './view';

/** A codicon that says nothing by itself: a word stands beside it, or the parent has a label. */
export function icon(name: string, more = ''): View {
  return el('span', {
    class: `codicon codicon-${name}${more === '' ? '' : ` ${more}`}`,
    'aria-hidden': 'true',
  });
}

function lookIcon(look: StateLook): View {
  return icon(look.glyph, look.spins ? 'state-glyph codicon-modifier-spin' : 'state-glyph');
}

/** The glyph of a state in its colour. */
export function stateIcon(state: TaskState | RunState): View {
  return el('span', { class: 'state-icon', style: stateColor(state) }, lookIcon(lookOf(state)));
}

/** The glyph of a mark in its colour. */
export function markIcon(mark: Mark): View {
  const look = MARK_LOOKS[mark];
  return el(
    'span',
    { class: 'state-icon', style: { '--state': `var(${look.color})` } },
    lookIcon(look),
  );
}

/** Sets `--state` for the element and what is in it. */
export function stateColor(state: TaskState | RunState): { readonly [name: string]: string } {
  return { '--state': `var(${lookOf(state).color})` };
}

/** Glyph and word. */
export function stateText(state: TaskState | RunState): View {
  return el('span', { class: 'state-text' }, stateIcon(state), t(lookOf(state).word));
}

export function button(label: string, press: () => void, properties: Properties = {}): View {
  return el(
    'button',
    { type: 'button', class: 'button', on: { click: press }, ...properties },
    label,
  );
}

/** A button with only a glyph; the label is what hover and screen readers say. */
export function iconButton(
  glyph: string,
  label: string,
  press: () => void,
  properties: Properties = {},
): View {
  return el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      title: label,
      'aria-label': label,
      on: { click: press },
      ...properties,
    },
    icon(glyph),
  );
}

/** One sentence and the one thing to do about it. */
export function emptyState(sentence: string, ...actions: readonly Child[]): View {
  return el('div', { class: 'empty' }, el('p', {}, sentence), ...actions);
}

export function heading(...children: readonly Child[]): View {
  return el('h2', { class: 'heading' }, ...children);
}
