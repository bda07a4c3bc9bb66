/** The tabs over the one selection, as a tablist: arrow keys move, the chosen tab alone is in the tab order. */
import { formatCount } from '../../runner/drawing/format';
import { runProgress } from '../../runner/drawing/header';
import { t } from '../shared/l10n';
import { el, type View } from '../shared/view';
import type { Context } from './context';
import { TABS, type Tab } from './contract';
import { placeKey } from './data';
import { focusTask } from './focus';

const LABELS: { readonly [tab in Tab]: string } = {
  graph: 'Graph',
  tasks: 'Tasks',
  log: 'Log',
  artifacts: 'Artifacts',
};

export function tabsView(context: Context): readonly View[] {
  const chosen = context.data.state?.tab ?? 'graph';
  return TABS.map((tab) => tabView(context, tab, tab === chosen));
}

function tabView(context: Context, tab: Tab, chosen: boolean): View {
  const { data, actions } = context;
  const selection = data.state?.selection ?? {};
  const count = countOf(context, tab);
  return el(
    'button',
    {
      key: tab,
      id: `tab-${tab}`,
      type: 'button',
      role: 'tab',
      class: 'tab',
      'aria-selected': chosen ? 'true' : 'false',
      'aria-controls': `panel-${tab}`,
      tabindex: chosen ? 0 : -1,
      on: {
        click: () => actions.choose(selection, tab),
        keydown: (event) => {
          const next = event instanceof KeyboardEvent && tabFor(event.key, tab);
          if (!next) return;
          event.preventDefault();
          actions.choose(selection, next);
          document.getElementById(`tab-${next}`)?.focus();
        },
      },
    },
    t(LABELS[tab]),
    count !== undefined && el('span', { class: 'badge' }, formatCount(count)),
  );
}

/** The tab that a key goes to. */
function tabFor(key: string, from: Tab): Tab | undefined {
  const index = TABS.indexOf(from);
  const wrapped = (to: number) => TABS[(to + TABS.length) % TABS.length];
  if (key === 'ArrowRight') return wrapped(index + 1);
  if (key === 'ArrowLeft') return wrapped(index - 1);
  if (key === 'Home') return TABS[0];
  if (key === 'End') return TABS.at(-1);
  return undefined;
}

function countOf({ data }: Context, tab: Tab): number | undefined {
  if (!data.model) return undefined;
  if (tab === 'tasks') return runProgress(data.model).total || undefined;
  if (tab === 'artifacts') {
    const place = focusTask(data);
    return place && data.artifacts.get(placeKey(place))?.length;
  }
  return undefined;
}
