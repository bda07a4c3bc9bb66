/** Find in a log: the editor's own find sees only the rows that are drawn. */
import { formatCount } from '../../runner/drawing/format';
import { t } from '../shared/l10n';
import { iconButton } from '../shared/parts';
import { el, type Child } from '../shared/view';
import type { LogWindow, Match } from './logWindow';

export interface Finder {
  view(): readonly Child[];
  /** The lines have changed. */
  refresh(): void;
  inLine(line: number): readonly Match[];
  current(): Match | undefined;
}

/** @param moved another match is the current one, or the text changed */
export function createFinder(lines: LogWindow, moved: () => void): Finder {
  let text = '';
  let matches: readonly Match[] = [];
  let byLine = new Map<number, Match[]>();
  let index = 0;

  const search = () => {
    matches = lines.find(text);
    byLine = new Map();
    for (const match of matches) {
      const found = byLine.get(match.line);
      if (found) found.push(match);
      else byLine.set(match.line, [match]);
    }
    index = Math.min(index, Math.max(0, matches.length - 1));
  };
  const go = (by: number) => {
    if (matches.length === 0) return;
    index = (index + by + matches.length) % matches.length;
    moved();
  };
  return {
    view: () => [
      el('input', {
        key: 'find',
        type: 'search',
        class: 'find',
        placeholder: t('Find'),
        'aria-label': t('Find in the log'),
        on: {
          input: (event) => {
            if (!(event.target instanceof HTMLInputElement)) return;
            text = event.target.value;
            index = 0;
            search();
            moved();
          },
          keydown: (event) => {
            if (!(event instanceof KeyboardEvent) || event.key !== 'Enter') return;
            event.preventDefault();
            go(event.shiftKey ? -1 : 1);
          },
        },
      }),
      text !== '' &&
        el(
          'span',
          { key: 'found', class: 'found', role: 'status' },
          matches.length === 0
            ? t('none')
            : t('{0} of {1}', formatCount(index + 1), formatCount(matches.length)),
        ),
      text !== '' && iconButton('arrow-up', t('Previous match'), () => go(-1), { key: 'up' }),
      text !== '' && iconButton('arrow-down', t('Next match'), () => go(1), { key: 'down' }),
    ],
    refresh: () => {
      if (text !== '') search();
    },
    inLine: (line) => byLine.get(line) ?? [],
    current: () => matches[index],
  };
}
