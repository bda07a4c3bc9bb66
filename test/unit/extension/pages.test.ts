import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, pageHtml } from '../../../extension/pages/html';
import { followLog } from '../../../extension/pages/logFollower';
import { changePage, newPage, readPageState } from '../../../extension/pages/pageState';
import type { LogPage } from '../../../runner/service/protocol';

const run = (id: string) => ({ root: '/data/.metaflow', flow: 'F', run: id });

describe('changePage', () => {
  const chosen = { step: 'train', task: '7', attempt: 1 };

  it('follows the latest run until it is pinned', () => {
    const page = newPage('F', 'file:///f.py', run('1'));
    expect(changePage(page, { type: 'latest', run: run('2') }).run).toEqual(run('2'));
    const pinned = changePage(page, { type: 'pinned', pinned: true });
    expect(changePage(pinned, { type: 'latest', run: run('2') })).toBe(pinned);
  });

  it('keeps the step but not the task when another run is shown', () => {
    const page = changePage(newPage('F', undefined, run('1')), {
      type: 'chosen',
      tab: 'log',
      selection: chosen,
    });
    const next = changePage(page, { type: 'opened', run: run('2') });
    expect(next).toMatchObject({ tab: 'log', selection: { step: 'train' } });
    expect(next.selection.task).toBeUndefined();
  });

  it('changes nothing when the same run is opened again', () => {
    const page = newPage('F', undefined, run('1'));
    expect(changePage(page, { type: 'opened', run: run('1') })).toBe(page);
  });

  it('opens a flow without leaving the run that is shown', () => {
    const page = newPage('F', undefined, run('1'));
    expect(changePage(page, { type: 'opened', uri: 'file:///f.py' })).toEqual({
      ...page,
      uri: 'file:///f.py',
    });
  });
});

describe('readPageState', () => {
  it('gives back what a page kept', () => {
    const state = {
      ...newPage('F', 'file:///f.py', run('1')),
      pinned: true,
      tab: 'log' as const,
      selection: { step: 'train', task: '3' },
    };
    expect(readPageState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('takes no rubbish', () => {
    expect(readPageState(undefined)).toBeUndefined();
    expect(readPageState({ flow: 7 })).toBeUndefined();
    expect(readPageState({ flow: 'F', tab: 'other', run: { root: 1 }, selection: 3 })).toEqual(
      newPage('F'),
    );
  });
});

describe('pageHtml', () => {
  const html = pageHtml({
    title: '<b>&"',
    cspSource: 'https://csp',
    script: 'https://csp/run.js',
    style: 'https://csp/run.css',
    nonce: 'abc123',
    language: 'en',
    translations: { a: '</script><script>alert(1)</script>' },
  });

  it('lets nothing run but our script', () => {
    const policy = contentSecurityPolicy('https://csp', 'abc123');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(html).toContain('script-src &#39;nonce-abc123&#39;');
    expect(html).toContain('<script nonce="abc123" src="https://csp/run.js">');
  });

  it('escapes what it is given', () => {
    expect(html).toContain('<title>&lt;b&gt;&amp;&quot;</title>');
    expect(html).not.toContain('alert(1)</script>');
  });
});

describe('followLog', () => {
  const line = (text: string) => ({ stream: 'stdout' as const, at: 0, text });
  const pages: LogPage[] = [
    { lines: [line('one')], cursor: 'a', ended: false, skipped: true },
    { lines: [], cursor: 'a', ended: false, skipped: false },
    { lines: [line('two')], cursor: 'b', ended: true, skipped: false },
  ];

  function follow(answers: readonly LogPage[]) {
    const asked: object[] = [];
    const shown: [string[], boolean][] = [];
    let next = 0;
    const done = new Promise<void>((resolve, reject) => {
      followLog({
        ask: (range) => {
          asked.push(range);
          const page = answers[next++];
          return page ? Promise.resolve(page) : Promise.reject(new Error('asked too often'));
        },
        show: (page, reset) => {
          shown.push([page.lines.map(({ text }) => text), reset]);
          if (page.ended) resolve();
        },
        failed: reject,
        wait: () => Promise.resolve(),
      });
    });
    return { asked, shown, done };
  }

  it('shows the newest lines first, then what comes, until the attempt has ended', async () => {
    const { asked, shown, done } = follow(pages);
    await done;
    expect(shown).toEqual([
      [['one'], true],
      [['two'], false],
    ]);
    expect(asked).toEqual([
      { tail: 5000, limit: 5000 },
      { cursor: 'a', limit: 5000 },
      { cursor: 'a', limit: 5000 },
    ]);
  });

  it('tells a failure', async () => {
    await expect(follow(pages.slice(0, 1)).done).rejects.toThrow('asked too often');
  });

  it('shows nothing once it is stopped', async () => {
    const shown: unknown[] = [];
    let answer: (page: LogPage) => void = () => undefined;
    const stop = followLog({
      ask: () => new Promise((resolve) => (answer = resolve)),
      show: (page) => shown.push(page),
      failed: (error) => shown.push(error),
      wait: () => Promise.resolve(),
    });
    stop();
    answer({ lines: [line('late')], cursor: 'a', ended: true, skipped: false });
    await Promise.resolve();
    expect(shown).toEqual([]);
  });
});
