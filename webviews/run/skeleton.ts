/** The fixed frame of the page, which the views fill. */
import { t } from '../shared/l10n';
import { TABS, type Tab } from './contract';

export interface Skeleton {
  readonly root: HTMLElement;
  /** A thin moving line: something is on its way. */
  readonly progress: HTMLElement;
  readonly problem: HTMLElement;
  readonly header: HTMLElement;
  readonly tabs: HTMLElement;
  readonly panels: { readonly [tab in Tab]: HTMLElement };
  readonly inspector: HTMLElement;
  /** Read aloud when it changes. */
  readonly live: HTMLElement;
}

export function buildSkeleton(root: HTMLElement): Skeleton {
  const add = (tag: string, className: string, parent: HTMLElement, role?: string) => {
    const element = document.createElement(tag);
    element.className = className;
    if (role !== undefined) element.setAttribute('role', role);
    parent.append(element);
    return element;
  };
  root.classList.add('page');
  const progress = add('div', 'progress', root, 'progressbar');
  progress.setAttribute('aria-label', t('Loading'));
  const header = add('header', 'header', root);
  const problem = add('div', 'problems', root);
  const tabs = add('div', 'tabs', root, 'tablist');
  const body = add('main', 'body', root);
  const panel = (tab: Tab) => {
    const element = add('section', `panel panel-${tab}`, body, 'tabpanel');
    element.id = `panel-${tab}`;
    element.setAttribute('aria-labelledby', `tab-${tab}`);
    return element;
  };
  const [graph, tasks, log, artifacts] = TABS.map(panel);
  if (!graph || !tasks || !log || !artifacts) throw new Error('A tab has no panel');
  const inspector = add('aside', 'inspector', body);
  inspector.setAttribute('aria-label', t('Details'));
  const live = add('div', 'live', root, 'status');
  live.setAttribute('aria-live', 'polite');
  return {
    root,
    progress,
    problem,
    header,
    tabs,
    panels: { graph, tasks, log, artifacts },
    inspector,
    live,
  };
}
