// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { FromPage, PageState, ToPage } from '../../../webviews/run/contract';
import { createPage, type Page } from '../../../webviews/run/page';
import {
  artifacts,
  brokenFlow,
  failedModel,
  failedTask,
  penguins,
  runningModel,
  STARTED,
  succeededModel,
  trainTasks,
} from '../../fixtures/runModels';

const state: PageState = {
  flow: 'PenguinsFlow',
  run: runningModel.ref,
  pinned: false,
  tab: 'graph',
  selection: {},
};
let sent: FromPage[];
let kept: PageState | undefined;
let page: Page;
let frames: (() => void)[];

/** Draws what is planned, as the browser would before the next picture. */
function settle(): void {
  for (const draw of frames.splice(0)) draw();
}
function tell(...messages: readonly ToPage[]): void {
  for (const message of messages) page.receive(message);
  settle();
}
function start(): void {
  document.body.replaceChildren();
  const root = document.createElement('div');
  document.body.append(root);
  [sent, frames] = [[], []];
  page = createPage(
    root,
    {
      postMessage: (message) => sent.push(message),
      getState: () => kept,
      setState: (next) => (kept = next),
    },
    { now: () => STARTED + 4_200, nextFrame: (draw) => frames.push(draw), later: () => undefined },
  );
  settle();
}
function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
}
function click(selector: string): void {
  find(selector).click();
  settle();
}
function press(selector: string, key: string): void {
  find(selector).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  settle();
}
const text = (selector: string) => find(selector).textContent;
const last = (type: FromPage['type']) => sent.findLast((message) => message.type === type);
const label = (word: string) =>
  [...document.querySelectorAll<HTMLElement>('button')].find(
    (button) => button.textContent === word && !button.closest('[hidden]'),
  );

const shown: readonly ToPage[] = [
  { type: 'state', state, canRun: true },
  { type: 'flow', description: penguins, findings: [] },
];
const run = (model = runningModel): ToPage => ({
  type: 'run',
  model,
  previous: { duration: 10_400 },
});
const trainPage: ToPage = {
  type: 'tasks',
  request: { step: 'train', offset: 0, limit: 500 },
  tasks: trainTasks,
  total: 14,
};

beforeEach(() => {
  kept = undefined;
  start();
});

describe('opening', () => {
  it('says that it is ready, with what it kept over a reload', () => {
    expect(sent).toEqual([{ type: 'ready' }]);
    kept = { ...state, tab: 'log' };
    start();
    expect(sent).toEqual([{ type: 'ready', state: kept }]);
  });
  it('shows the flow before it has run, and Run as the one thing to do', () => {
    const { run: _run, ...noRun } = state;
    tell({ type: 'state', state: noRun, canRun: true }, ...shown.slice(1), {
      type: 'run',
      model: null,
    });
    expect(document.querySelectorAll('.node')).toHaveLength(10);
    expect(text('.header')).toContain('not run yet');
    label('Run')?.click();
    expect(last('action')).toEqual({ type: 'action', action: 'run' });
  });
  it('offers no Run before it knows how the run is going that it was opened for', () => {
    tell(...shown);
    expect(label('Run')).toBeUndefined();
    tell(run());
    expect(label('Cancel')).toBeDefined();
  });
  it('has no Run where nothing may run', () => {
    const { run: _run, ...noRun } = state;
    tell({ type: 'state', state: noRun, canRun: false }, ...shown.slice(1));
    expect(label('Run')).toBeUndefined();
  });
  it('tells when there is neither a file nor a run', () => {
    tell(
      { type: 'state', state, canRun: true },
      { type: 'flow', findings: [] },
      { type: 'run', model: null },
    );
    expect(text('.graph-empty')).toBe('The file of PenguinsFlow was not found, and no run of it');
  });
  it('draws a broken flow, and what is wrong with it', () => {
    tell(shown[0] ?? run(), {
      type: 'flow',
      description: brokenFlow,
      findings: [{ code: 'x', severity: 'error', message: 'Step start goes to nowhere' }],
    });
    expect(document.querySelectorAll('.node')).toHaveLength(7);
    expect(text('.inspector')).toContain('Step start goes to nowhere');
  });
});

describe('a run', () => {
  beforeEach(() => tell(...shown, run()));

  it('fills in the graph, in place', () => {
    const node = find('.node[data-step=train]');
    const { left, top } = node.style;
    expect(node.textContent).toBe('train9 of 16 · 1 failed, retrying');
    tell(run(succeededModel));
    expect(find('.node[data-step=train]')).toBe(node);
    expect(node.textContent).toBe('train16 tasks · 8.0 s');
    expect(node.dataset['state']).toBe('succeeded');
    expect([node.style.left, node.style.top]).toEqual([left, top]);
  });
  it('tells its state to a screen reader only when it changes', () => {
    expect(text('.live')).toBe('PenguinsFlow, running');
    tell(run(failedModel));
    expect(text('.live')).toContain('failed, train, ValueError');
  });
  it('can be cancelled, and run again after that', () => {
    expect(label('Run again')).toBeUndefined();
    label('Cancel')?.click();
    expect(last('action')).toEqual({ type: 'action', action: 'cancel' });
    tell(run({ ...runningModel, state: 'cancelled' }));
    expect(label('Cancel')).toBeUndefined();
    expect(label('Run again')).toBeDefined();
  });
  it('is pinned and let go', () => {
    label('Pin')?.click();
    expect(last('action')).toEqual({ type: 'action', action: 'pin' });
    tell({ type: 'state', state: { ...state, pinned: true }, canRun: true });
    label('Unpin')?.click();
    expect(last('action')).toEqual({ type: 'action', action: 'unpin' });
  });
});

describe('the selection', () => {
  beforeEach(() => tell(...shown, run()));

  it('is told to the extension, kept, and shown everywhere', () => {
    click('.node[data-step=train]');
    expect(last('changed')).toEqual({
      type: 'changed',
      tab: 'graph',
      selection: { step: 'train' },
    });
    expect(kept?.selection).toEqual({ step: 'train' });
    expect(find('.node[data-step=train]').getAttribute('aria-selected')).toBe('true');
    expect(last('tasks')).toEqual({
      type: 'tasks',
      request: { step: 'train', offset: 0, limit: 500 },
    });
    tell(trainPage);
    expect(document.querySelectorAll('.cell')).toHaveLength(16);
    expect(document.querySelectorAll('.cell[data-state=waiting]')).toHaveLength(2);
    click('.cell[data-task="7"]');
    expect(last('changed')).toMatchObject({ selection: { step: 'train', task: '7' } });
    expect(text('.task-facts')).toContain('train[2]');
  });
  it('walks with the arrow keys and leaves with Escape', () => {
    press('.nodes', 'ArrowDown');
    press('.nodes', 'ArrowDown');
    expect(kept?.selection).toEqual({ step: 'load' });
    expect(document.activeElement?.id).toBe('node-load');
    press('.nodes', 'Escape');
    expect(kept?.selection).toEqual({});
  });
  it('opens the source with a double click or Enter', () => {
    find('.node[data-step=train]').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    const source = { type: 'openSource', file: '/home/ada/penguins/flow.py', line: 58 };
    expect(last('openSource')).toEqual(source);
    sent = [];
    click('.node[data-step=train]');
    press('.node[data-step=train]', 'Enter');
    expect(last('openSource')).toEqual(source);
  });
  it('may come from the extension', () => {
    tell({ type: 'choose', tab: 'log', selection: { step: 'train', task: '9' } });
    expect(find('#panel-log').hidden).toBe(false);
    expect(last('log')).toEqual({ type: 'log', place: { step: 'train', task: '9' } });
    expect(kept?.tab).toBe('log');
  });
});

it('shows why a run failed, with links into the code', () => {
  tell(...shown, run(failedModel), {
    type: 'tasks',
    request: { step: 'train', offset: 0, limit: 500 },
    tasks: [failedTask],
    total: 1,
  });
  expect(text('.pill')).toBe('failed at train[11] · 3.3 s');
  const links = [...document.querySelectorAll<HTMLElement>('.frame .link')];
  expect(links.map((link) => link.textContent)).toEqual(['models.py:48', 'flow.py:61']);
  links[1]?.click();
  expect(last('openSource')).toEqual({
    type: 'openSource',
    file: '/home/ada/penguins/flow.py',
    line: 61,
  });
});

describe('the tabs', () => {
  beforeEach(() => tell(...shown, run()));

  it('count tasks, and move with the arrow keys', () => {
    expect(text('#tab-tasks')).toBe('Tasks21');
    press('#tab-graph', 'ArrowRight');
    expect(find('#panel-tasks').hidden).toBe(false);
    expect(find('#tab-tasks').getAttribute('aria-selected')).toBe('true');
  });

  it('page through many tasks, one question at a time', () => {
    click('#tab-tasks');
    expect(last('tasks')).toEqual({ type: 'tasks', request: { offset: 0, limit: 100 } });
    tell({ type: 'tasks', request: { offset: 0, limit: 100 }, tasks: trainTasks, total: 10_000 });
    expect(document.querySelectorAll('.task-rows .task-row').length).toBeLessThan(60);
    expect(find('.task-rows').style.height).toBe('290000px');
    press('.task-table', 'ArrowDown');
    press('.task-table', 'ArrowDown');
    expect(kept?.selection).toEqual({ step: 'train', task: '6' });
    press('.task-table', 'Enter');
    expect(kept?.tab).toBe('log');
  });

  it('show one task by its state', () => {
    click('#tab-tasks');
    tell({ type: 'tasks', request: { offset: 0, limit: 100 }, tasks: trainTasks, total: 14 });
    [...document.querySelectorAll<HTMLElement>('.filters .chip')]
      .find((chip) => chip.textContent.startsWith('retrying'))
      ?.click();
    settle();
    expect(last('tasks')).toMatchObject({ request: { states: ['retrying'], offset: 0 } });
  });

  it('list artifacts, a damaged one as a row of its own', () => {
    tell({ type: 'choose', tab: 'artifacts', selection: { step: 'train', task: '5' } });
    tell(trainPage);
    expect(last('artifacts')).toEqual({ type: 'artifacts', place: { step: 'train', task: '5' } });
    tell({ type: 'artifacts', place: { step: 'train', task: '5' }, artifacts });
    expect(document.querySelectorAll('[data-artifact]')).toHaveLength(6);
    expect(text('[data-artifact=weights]')).toContain('The blob is damaged');
    label('Copy table')?.click();
    const copied = last('copy');
    expect(copied?.type === 'copy' && copied.text).toContain('accuracy\tfloat\t24\t0.97');
  });
});

describe('the log', () => {
  const place = { step: 'train', task: '5' };
  const log = (
    lines: readonly string[],
    more: { reset?: boolean; ended?: boolean } = {},
  ): ToPage => ({
    type: 'log',
    place,
    lines: lines.map((line) => ({ stream: 'stdout', at: STARTED, text: line })),
    reset: more.reset ?? false,
    ended: more.ended ?? false,
    skipped: false,
  });
  beforeEach(() => tell(...shown, run(), { type: 'choose', tab: 'log', selection: place }));

  it('grows, and starts over when told', () => {
    tell(log(['one'], { reset: true }));
    tell(log(['two']));
    expect([...document.querySelectorAll('.log-text')].map((line) => line.textContent)).toEqual([
      'one',
      'two',
    ]);
    tell(log(['other'], { reset: true }));
    expect(text('.log-lines')).toBe('16:42:07other');
  });
  it('says when a task printed nothing', () => {
    tell(log([], { reset: true }));
    expect(text('.log-empty')).toBe('Nothing printed yet');
    tell(log([], { ended: true }));
    expect(text('.log-empty')).toBe('This task printed nothing');
  });
  it('draws only what is in sight of a long one', () => {
    tell(
      log(
        Array.from({ length: 5_000 }, (_, index) => `line ${index}`),
        { reset: true },
      ),
    );
    expect(document.querySelectorAll('.log-line').length).toBeLessThan(100);
    expect(find('.log-lines').style.height).toBe('90000px');
  });
  it('finds', () => {
    tell(log(['loss 1', 'none', 'Loss 2'], { reset: true }));
    const input = find('input.find') as HTMLInputElement;
    input.value = 'loss';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    settle();
    expect(text('.found')).toBe('1 of 2');
    press('input.find', 'Enter');
    expect(text('.found')).toBe('2 of 2');
    expect(text('.mark-current')).toBe('Loss');
  });
  it('leads from a traceback into the code', () => {
    tell(
      log(['Traceback (most recent call last):', '  File "/a b/flow.py", line 61, in train'], {
        reset: true,
      }),
    );
    click('.log-link');
    expect(last('openSource')).toEqual({ type: 'openSource', file: '/a b/flow.py', line: 61 });
  });
  it('ignores lines of a task that is no longer shown', () => {
    tell(
      { type: 'choose', selection: { step: 'train', task: '6' } },
      log(['late'], { reset: true }),
    );
    expect(document.querySelectorAll('.log-line')).toHaveLength(0);
  });
  it('is not followed from another tab', () => {
    click('#tab-graph');
    expect(last('log')).toEqual({ type: 'log', place: null });
  });
});

it('says what went wrong and what to do, until it is closed', () => {
  tell(...shown, run(), {
    type: 'problem',
    message: 'The log cannot be read',
    remedy: 'Try again',
  });
  expect(text('[role=alert]')).toBe('The log cannot be read. Try again');
  click('[role=alert] .icon-button');
  expect(document.querySelector('[role=alert]')).toBeNull();
});
