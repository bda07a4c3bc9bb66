/** Each feature over Python snippets; `¦` marks the place that is asked for. */
import type { CodeLens } from 'vscode-languageserver';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeLenses, type LensContext } from '../../../language-server/features/codeLens';
import { diagnostics } from '../../../language-server/features/diagnostics';
import { documentSymbols } from '../../../language-server/features/documentSymbols';
import { translator } from '../../../language-server/l10n';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import type { RunFacts, StepFacts } from '../../../runner/flow/facts';
import { analyse, pythonParser, withCursor } from '../analysis/snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const t = translator();
const AT = new Date(2026, 10, 23, 16, 42).getTime();
const FLOW = `from metaflow import FlowSpec, Parameter, project, step

@project(name='demo')
class TrainFlow(FlowSpec):
    alpha = Parameter('alpha', default=0.1)

    @step
    def start(self):
        self.next(self.train, foreach='items')

    @step
    def train(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
`;

function facts(run: Partial<RunFacts['run']> = {}, steps: RunFacts['steps'] = {}): RunFacts {
  return {
    flow: 'TrainFlow',
    file: '/flows/test.py',
    run: {
      root: '/flows/.metaflow',
      id: '12',
      state: 'succeeded',
      startedAt: AT,
      duration: 9800,
      ...run,
    },
    steps,
  };
}

function lenses(text: string, context: Partial<LensContext> = {}): CodeLens[] {
  return codeLenses(analyse(parser, text), {
    uri: 'file:///flows/test.py',
    facts: [],
    trusted: true,
    now: AT + 60_000,
    t,
    ...context,
  });
}
const titles = (found: readonly CodeLens[]): string[] =>
  found.map((lens) => lens.command?.title ?? '');

describe('lenses', () => {
  it('stand above the first decorator of the class and of each step', () => {
    expect(lenses(FLOW).map((lens) => lens.range.start.line)).toEqual([2, 2, 2, 2, 6, 10, 14, 18]);
  });

  it('offer to run and to see the graph before anything ran', () => {
    expect(titles(lenses(FLOW))).toEqual([
      '$(play) Run',
      '$(type-hierarchy-sub) Graph',
      '$(history) no runs yet',
      '$(ellipsis) More…',
      ...Array<string>(4).fill('$(circle-outline) not run yet'),
    ]);
    const [run, graph, last, more, start] = lenses(FLOW);
    const target = { uri: 'file:///flows/test.py', flow: 'TrainFlow' };
    expect(run?.command).toMatchObject({ command: 'flowdeck.runFlow', arguments: [target] });
    expect(graph?.command).toMatchObject({ command: 'flowdeck.openGraph', arguments: [target] });
    expect(last?.command?.command).toBe('');
    const position = { line: 3, character: 6 };
    expect(more?.command).toMatchObject({
      command: 'flowdeck.more',
      arguments: [{ ...target, position }],
    });
    expect(start?.command).toMatchObject({
      command: 'flowdeck.openStep',
      arguments: [{ ...target, step: 'start' }],
    });
  });

  it.each<[string, Partial<RunFacts['run']>, string]>([
    ['a success', {}, '$(check) succeeded 16:42 · 9.8 s'],
    ['a failure', { state: 'failed', duration: 310 }, '$(close) failed 16:42 · 0.31 s'],
    ['a run that goes on', { state: 'running' }, '$(loading~spin) running since 16:42'],
    [
      'one of yesterday',
      { startedAt: AT - 86_400_000 },
      '$(check) succeeded yesterday 16:42 · 9.8 s',
    ],
    [
      'one that was killed',
      { state: 'interrupted' },
      '$(debug-disconnect) interrupted 16:42 · 9.8 s',
    ],
  ])('tell of %s', (_name, run, expected) => {
    const found = lenses(FLOW, { facts: [facts(run)] });
    expect(titles(found)[2]).toBe(expected);
    expect(found[2]?.command).toMatchObject({
      command: 'flowdeck.openRun',
      arguments: [{ root: '/flows/.metaflow', flow: 'TrainFlow', run: '12' }],
    });
    expect(found).toHaveLength(lenses(FLOW).length);
  });

  it.each<[StepFacts, string]>([
    [
      { state: 'succeeded', duration: 1200, tasks: { done: 1, failed: 0, expected: 1 } },
      '$(check) succeeded · 1.2 s',
    ],
    [
      { state: 'running', duration: 1200, tasks: { done: 9, failed: 1, expected: 16 } },
      '$(loading~spin) running 9/16 · 1 failed',
    ],
    [{ state: 'retrying', tasks: { done: 0, failed: 0, expected: 1 } }, '$(refresh) retrying'],
    [{ state: 'waiting', tasks: { done: 0, failed: 0 } }, '$(circle-outline) waiting'],
  ])('tell of a step: %j', (step, expected) => {
    const found = lenses(FLOW, { facts: [facts({}, { train: step })] });
    expect(titles(found)[5]).toBe(expected);
    expect(found[5]?.command?.arguments).toEqual([
      { root: '/flows/.metaflow', flow: 'TrainFlow', run: '12', step: 'train' },
    ]);
  });

  it('take the newest run of this file, not one of another file', () => {
    const other = { ...facts({ id: '99', startedAt: AT + 5 }), file: '/elsewhere/test.py' };
    const older = facts({ id: '11', startedAt: AT - 5, duration: 1 });
    expect(titles(lenses(FLOW, { facts: [other, older, facts()] }))[2]).toContain('9.8 s');
    expect(titles(lenses(FLOW, { facts: [other] }))[2]).toBe('$(history) no runs yet');
  });

  it('are as many in a restricted workspace, where nothing may run', () => {
    const found = lenses(FLOW, { trusted: false });
    expect(titles(found)[0]).toBe('$(shield) Restricted');
    expect(found[0]?.command?.command).toBe('workbench.trust.manage');
    expect(found).toHaveLength(lenses(FLOW).length);
  });

  it('stand at a step once, though two flows have it', () => {
    const text = `${FLOW}\nclass Other(TrainFlow):\n    pass\n`;
    expect(lenses(text)).toHaveLength(8 + 4);
  });
});

/** Where the snippet has its mark, what is found there. */
function foundAt(marked: string): unknown {
  const { text, cursor } = withCursor(marked);
  return diagnostics(analyse(parser, text))
    .filter(
      (each) =>
        each.range.start.line === cursor.line && each.range.start.character === cursor.character,
    )
    .map((each) => each.code);
}

describe('diagnostics', () => {
  it('are none for a sound flow', () => {
    const sound = FLOW.replace('start(self):', 'start(self):\n        self.items = [1]');
    expect(diagnostics(analyse(parser, sound))).toEqual([]);
  });

  it.each([
    [
      'an unknown step at its name',
      ['self.next(self.end)', 'self.next(self.¦ende)'],
      ['unknown-step'],
    ],
    [
      'a missing next at the step',
      ['def train(self):\n        self.next(self.join)', 'def ¦train(self):\n        pass'],
      ['missing-next'],
    ],
    [
      'a form that is none, once',
      ['self.next(self.join)', '¦self.next(self.join, when=1)'],
      ['invalid-next'],
    ],
    [
      'a missing start at the class',
      ['class TrainFlow(FlowSpec):', 'class ¦TrainFlow(FlowSpec):'],
      ['no-start'],
    ],
  ] as const)('mark %s', (_name, [from, to], codes) => {
    const text = FLOW.replace(from, to);
    expect(
      foundAt(codes[0] === 'no-start' ? text.replace('def start', 'def begin') : text),
    ).toEqual(codes);
  });

  it('say what to do', () => {
    const [first] = diagnostics(
      analyse(parser, FLOW.replace('self.next(self.end)', 'self.next(self.ende)')),
    );
    expect(first).toMatchObject({
      source: 'Flowdeck',
      severity: 1,
      message: 'Step join goes to ende, which is not a step of this flow. Did you mean self.end?',
    });
  });

  it('keep silent about the graph while a step is being typed', () => {
    for (const typed of ['self.next(', 'self.next(self.', 'self.x = {', 'if']) {
      const text = FLOW.replace('self.next(self.join)', typed);
      expect(diagnostics(analyse(parser, text)), typed).toEqual([]);
    }
  });

  it('still tell of other steps then', () => {
    const text = FLOW.replace('self.next(self.join)', 'self.next(').replace(
      'self.next(self.end)',
      'self.next(self.ende)',
    );
    expect(diagnostics(analyse(parser, text)).map((each) => each.code)).toEqual(['unknown-step']);
  });
});

describe('symbols', () => {
  it('list parameters and steps in their order', () => {
    const [symbol, ...more] = documentSymbols(analyse(parser, FLOW), t);
    expect(more).toEqual([]);
    expect(symbol?.children?.map((child) => [child.name, child.detail])).toEqual([
      ['alpha', '--alpha float'],
      ['start', '→ train'],
      ['train', '→ join'],
      ['join', '→ end'],
      ['end', ''],
    ]);
  });
});
