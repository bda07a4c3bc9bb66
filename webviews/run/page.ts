/** Puts the page together: messages come in, the data changes, everything is drawn once a frame. */
import { lookOf } from '../../runner/drawing/states';
import { t } from '../shared/l10n';
import { iconButton } from '../shared/parts';
import { el, patch, type Child } from '../shared/view';
import type { Host } from '../shared/vscode';
import { createArtifactsView } from './artifactsView';
import type { Actions, Context } from './context';
import { TABS, type FromPage, type PageState, type ToPage } from './contract';
import {
  awaitsRun,
  choose,
  closeProblem,
  initialData,
  receive,
  sameRun,
  type PageData,
} from './data';
import { createGraphView } from './graphView';
import { headerView } from './headerView';
import { inspectorView } from './inspector';
import { createLogView } from './logView';
import { createRequests } from './requests';
import { buildSkeleton } from './skeleton';
import { tabsView } from './tabsView';
import { createTasksView } from './tasksView';

/** What the page takes from the browser; tests bring their own. */
export interface Surroundings {
  readonly now: () => number;
  /** Before the next picture. */
  readonly nextFrame: (draw: () => void) => void;
  readonly later: (action: () => void, milliseconds: number) => void;
}

/** While something runs, its time is told anew this often, in milliseconds. */
const TICK = 1_000;

export interface Page {
  receive(message: ToPage): void;
}

export function createPage(
  root: HTMLElement,
  host: Host<FromPage, PageState>,
  around: Surroundings,
): Page {
  const parts = buildSkeleton(root);
  let data: PageData = initialData;
  let planned = false;
  let inspected: string | undefined;

  const plan = () => {
    if (planned) return;
    planned = true;
    around.nextFrame(() => {
      planned = false;
      draw();
    });
  };
  const send = (message: FromPage) => host.postMessage(message);
  const requests = createRequests(send, around.now, (wait) => around.later(plan, wait));
  const change = (next: PageData) => {
    if (next === data) return;
    if (!sameRun(next.model?.ref ?? next.state?.run, data.model?.ref ?? data.state?.run)) {
      requests.forget();
    }
    if (next.state && next.state !== data.state) host.setState(next.state);
    data = next;
    plan();
  };
  const actions: Actions = {
    choose: (selection, tab) => {
      change(choose(data, selection, tab));
      if (data.state) send({ type: 'changed', tab: data.state.tab, selection });
    },
    send,
    closeProblem: () => change(closeProblem(data)),
  };

  const graph = createGraphView(parts.panels.graph);
  const tasks = createTasksView(parts.panels.tasks);
  const log = createLogView(parts.panels.log);
  const artifacts = createArtifactsView(parts.panels.artifacts);

  function draw(): void {
    const context: Context = { data, now: around.now(), actions, requests };
    const tab = data.state?.tab ?? 'graph';
    parts.root.dataset['tab'] = tab;
    parts.progress.hidden = !isLoading(data);
    patch(parts.problem, problemView(context));
    patch(parts.header, headerView(context));
    patch(parts.tabs, tabsView(context));
    for (const other of TABS) parts.panels[other].hidden = other !== tab;
    const withInspector = tab === 'graph' || tab === 'tasks';
    parts.inspector.hidden = !withInspector || !(data.model ?? data.description);
    patch(parts.inspector, withInspector ? inspectorView(context) : []);
    const chosen = JSON.stringify(data.state?.selection);
    if (chosen !== inspected) parts.inspector.scrollTop = 0;
    inspected = chosen;
    graph.update(context);
    tasks.update(context);
    log.update(context);
    artifacts.update(context);
    announce(parts.live, data);
  }

  const tick = () => {
    if (data.model?.state === 'running' && !document.hidden) plan();
    around.later(tick, TICK);
  };
  around.later(tick, TICK);
  plan();

  const kept = host.getState();
  send(kept === undefined ? { type: 'ready' } : { type: 'ready', state: kept });
  return {
    receive: (message) => {
      if (message.type === 'log') log.receive(message);
      else change(receive(data, message));
      if (message.type === 'tasks') requests.answered(message.request);
    },
  };
}

/** Something was promised and has not come. */
function isLoading(data: PageData): boolean {
  return !data.state || (!data.heardOfRun && !data.heardOfFlow) || awaitsRun(data);
}

function problemView({ data, actions }: Context): readonly Child[] {
  if (!data.problem) return [];
  const { message, remedy } = data.problem;
  return [
    el(
      'div',
      { class: 'problem', role: 'alert' },
      el('span', { class: 'codicon codicon-error', 'aria-hidden': 'true' }),
      el('span', {}, message, remedy === undefined ? '' : `. ${remedy}`),
      el('span', { class: 'spring' }),
      iconButton('close', t('Close'), () => actions.closeProblem()),
    ),
  ];
}

/** For a screen reader: only what changes the answer, not every tick. */
function announce(live: HTMLElement, data: PageData): void {
  const { model } = data;
  if (!model) return;
  const words = [model.ref.flow, t(lookOf(model.state).word)];
  if (model.failure) words.push(model.failure.step, model.failure.error.message);
  const text = words.join(', ');
  if (live.textContent !== text) live.textContent = text;
}
