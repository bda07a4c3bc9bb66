/** A step between a step and what it leads to; decorators for a step. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../runner/analysis/check';
import type { PythonParser } from '../../../../runner/analysis/source/parser';
import { onlyFlow, pythonParser } from '../snippet';
import { refactored, refactoringsIn } from './selecting';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** Each step: its name, its `self.next`, what else its body has. */
function flow(...steps: readonly string[]): string {
  return `from metaflow import FlowSpec, step\n\n\nclass F(FlowSpec):\n${steps.join('\n')}`;
}
const step = (head: string, ...body: readonly string[]): string =>
  `    @step\n    def ${head}:\n${body.map((line) => `        ${line}\n`).join('')}`;
const END = step('end(self)', 'pass');

function added(...steps: readonly string[]): string {
  const text = refactored(parser, 'add-step', flow(...steps));
  expect(text).not.toBe('not offered');
  const codes = findingsOf(onlyFlow(parser, text)).map(({ code }) => code);
  expect(codes.filter((code) => code !== 'not-called' && !code.includes('artifact'))).toEqual([]);
  return text;
}

describe('a new step', () => {
  it('stands between a step and the next one', () => {
    expect(added(step('start(self)', 'self.x = 1', 'self.next(¦self.end)'), END)).toBe(
      flow(
        step('start(self)', 'self.x = 1', 'self.next(self.new_step)'),
        step('new_step(self)', 'self.next(self.end)'),
        END,
      ),
    );
  });

  it('splits in the place of the step before', () => {
    const rest = [
      step('a(self)', 'self.next(self.join)'),
      step('b(self)', 'self.next(self.join)'),
      step('join(self, inputs)', 'self.next(self.end)'),
      END,
    ];
    expect(added(step('st¦art(self)', 'self.next(self.a, self.b)  # both'), ...rest)).toBe(
      flow(
        step('start(self)', 'self.next(self.new_step)  # both'),
        step('new_step(self)', 'self.next(self.a, self.b)'),
        ...rest,
      ),
    );
  });

  it('is the one that a join asks by name from now on', () => {
    const text = added(
      step('start(self)', 'self.next(self.a, self.b)'),
      step('a(self)', 'self.x = 1', 'self.next(self.join)¦'),
      step('b(self)', 'self.x = 2', 'self.next(self.join)'),
      step('join(self, inputs)', 'self.x = inputs.a.x + inputs.b.x', 'self.next(self.end)'),
      END,
    );
    expect(text).toContain('self.x = inputs.new_step.x + inputs.b.x');
  });

  it('keeps the ends of lines, tabs, the mark and calls of several lines', () => {
    const text =
      'import metaflow as mf\r\nclass F(mf.FlowSpec):\r\n\t@mf.step\r\n\tdef start(self):\r\n' +
      '\t\tself.next(¦\r\n\t\t\tself.end\r\n\t\t)\r\n\t@mf.step\r\n\tdef end(self):\r\n\t\tpass';
    expect(refactored(parser, 'add-step', text)).toBe(
      'import metaflow as mf\r\nclass F(mf.FlowSpec):\r\n\t@mf.step\r\n\tdef start(self):\r\n' +
        '\t\tself.next(self.new_step)\r\n\r\n\t@mf.step\r\n\tdef new_step(self):\r\n' +
        '\t\tself.next(\r\n\t\t\tself.end\r\n\t\t)\r\n\t@mf.step\r\n\tdef end(self):\r\n\t\tpass',
    );
  });

  it.each([
    ['after the end', [step('start(self)', 'self.next(self.end)'), step('e¦nd(self)', 'pass')]],
    ['amid a body', [step('start(self)', 'x =¦ 1', 'self.next(self.end)'), END]],
    ['where no next can be read', [step('start(self)', 'self.next(¦getattr(self, "end"))'), END]],
    [
      'where a step goes round',
      [step('start(self)', 'self.next({1: self.start, 2: self.end}, condition="¦x")'), END],
    ],
    [
      'behind a gang',
      [
        step('start(self)', 'self.next(self.g, num_parallel=2)'),
        step('g(self)', 'self.next(¦self.j)'),
        step('j(self, inputs)', 'self.next(self.end)'),
        END,
      ],
    ],
  ])('is not offered %s', (_, steps) => {
    expect(refactored(parser, 'add-step', flow(...steps))).toBe('not offered');
  });
});

describe('a decorator', () => {
  const text = flow(step('st¦art(self)', 'self.next(self.end)'), END);

  it('stands above the others and is imported', () => {
    expect(refactored(parser, 'decorate', text, '@retry')).toBe(
      flow(step('start(self)', 'self.next(self.end)'), END)
        .replace('FlowSpec, step', 'FlowSpec, retry, step')
        .replace('    @step\n    def start', '    @retry(times=3)\n    @step\n    def start'),
    );
  });

  it('is offered once, and not where it may not stand', () => {
    const offered = (marked: string): string[] =>
      refactoringsIn(parser, marked).flatMap((each) =>
        each.kind === 'decorate' ? [each.decorator] : [],
      );
    expect(offered(text)).toEqual(['@retry', '@resources', '@timeout', '@catch', '@card']);
    const split = text
      .replace('import ', 'import retry, ')
      .replace('    @step', '    @retry\n    @step')
      .replace('self.end)', 'self.end, foreach="xs")');
    expect(offered(split)).toEqual(['@resources', '@timeout', '@card']);
    expect(offered(flow(step('start(self)', 'self.¦next(self.end)'), END))).toEqual([]);
  });
});
