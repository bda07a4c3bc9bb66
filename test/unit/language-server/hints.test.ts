/** Inlay hints and document links over Python snippets. */
import { beforeAll, describe, expect, it } from 'vitest';
import { documentLinks } from '../../../language-server/features/documentLinks';
import { inlayHints } from '../../../language-server/features/inlayHints';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser } from '../analysis/snippet';
import { asking, FILE, marking } from './asking';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const FLOW = `from metaflow import FlowSpec, Parameter, Config, IncludeFile, step

class F(FlowSpec):
    SIZE = 3
    alpha = Parameter('alpha', default='a.txt')
    config = Config('config', default='conf/c.json')
    other = Config('other', 'missing.json')
    text = IncludeFile('text', default='../texts/ü.txt')
    far = IncludeFile('far', default='s3://bucket/a.txt')

    @step
    def start(self):
        self.items = [1]
        if self.alpha:
            self.seed = 1
        self.next(self.left, self.right)

    @step
    def left(self) -> None:  # a comment
        self.only = 1
        self.next(self.join)

    @step
    def right(self):
        self.next(self.join)

    @step
    def join(
        self,
        inputs,
    ):
        self.next(self.end)

    @step
    def end(self):
        pass
`;
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

describe('inlay hints', () => {
  const hints = (text: string, range = WHOLE, facts: Parameters<typeof asking>[2] = {}) =>
    inlayHints(asking(parser, `${text}¦`, facts), range).map(({ position, label }) => {
      const line = text.split(/\r?\n/)[position.line] ?? '';
      return `${line.slice(0, position.character).trim()} ${JSON.stringify(label)}`;
    });

  it('tell what arrives at a step, behind its first line', () => {
    expect(hints(FLOW)).toEqual([
      'def left(self) -> None:  # a comment "← items, seed"',
      'def right(self): "← items, seed"',
      '): "← items, only, seed"',
    ]);
    expect(hints(FLOW.replaceAll('\n', '\r\n'))).toEqual(hints(FLOW));
  });

  it('mark what some ways do not set, and shorten long lists', () => {
    const flow = `from metaflow import FlowSpec, step
class F(FlowSpec):
    @step
    def start(self):
        self.kind = choose()
        self.next({'a': self.one, 'b': self.end}, condition='kind')
    @step
    def one(self):
        self.a = self.b = self.c = self.d = self.e = self.f = self.g = 1
        self.next(self.end)
    @step
    def end(self):
        pass
`;
    expect(hints(flow).at(-1)).toBe('def end(self): "← a?, b?, c?, d?, e?, f? +2"');
  });

  it('tell how long a step took last time', () => {
    const run = { root: '/r', id: '1', state: 'succeeded', startedAt: 0 } as const;
    const tasks = { done: 1, failed: 0 };
    const steps = { start: { state: 'succeeded', duration: 1200, tasks } } as const;
    expect(hints(FLOW, WHOLE, { facts: [{ flow: 'F', file: FILE, run, steps }] })[0]).toBe(
      'def start(self): "1.2 s"',
    );
  });

  it('are only those of the lines that show', () => {
    const range = { start: { line: 23, character: 0 }, end: { line: 24, character: 0 } };
    expect(hints(FLOW, range)).toEqual(['def right(self): "← items, seed"']);
  });
});

describe('document links', () => {
  it('lead to the files of configs and included files that exist', () => {
    const asked = asking(parser, `${FLOW}¦`);
    const asks: string[] = [];
    const links = documentLinks(asked, (file) => {
      asks.push(file);
      return !file.includes('missing');
    });
    expect(asks).toEqual(['/flows/conf/c.json', '/flows/missing.json', '/texts/ü.txt']);
    expect(links.map(({ target }) => target)).toEqual([
      'file:///flows/conf/c.json',
      'file:///texts/%C3%BC.txt',
    ]);
    const shown = marking(
      FLOW,
      links.map(({ range }) => range),
    );
    expect(shown).toContain("default='[conf/c.json]'");
    expect(shown).toContain("default='[../texts/ü.txt]'");
  });
});
