/** What is offered where: `¦` marks the cursor. */
import type { CompletionItem, TextEdit } from 'vscode-languageserver';
import { beforeAll, describe, expect, it } from 'vitest';
import { completions } from '../../../language-server/features/completion';
import { offsetAt } from '../../../runner/analysis/cursor/offsets';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser } from '../analysis/snippet';
import { asking, type AskingOptions } from './asking';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

function items(marked: string, options?: AskingOptions): readonly CompletionItem[] {
  return completions(asking(parser, marked, options))?.items ?? [];
}

function labels(marked: string, options?: AskingOptions): string[] {
  return items(marked, options).map(({ label }) => label);
}

function item(marked: string, label: string): CompletionItem {
  const found = items(marked).find((each) => each.label === label);
  if (!found) throw new Error(`no ${label} among ${labels(marked).join(', ')}`);
  return found;
}

/** The text once an item is taken, places to fill in as they stand. */
function taken(marked: string, label: string): string {
  const { textEdit, additionalTextEdits = [] } = item(marked, label);
  const text = marked.replace('¦', '');
  if (!textEdit || !('range' in textEdit)) throw new Error('no edit');
  const edits: TextEdit[] = [textEdit, ...additionalTextEdits];
  const placed = edits
    .map(({ range, newText }) => ({
      start: offsetAt(text, range.start),
      end: offsetAt(text, range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start);
  return placed.reduce(
    (all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end),
    text,
  );
}

/** @param holes what stands in start, train, and the join */
function flow(
  holes: { start?: string; train?: string; join?: string; above?: string } = {},
): string {
  return `from metaflow import FlowSpec, Parameter, current, step

class TrainFlow(FlowSpec):
    alpha = Parameter('alpha', default=0.1, help='how fast')

    @step
    def start(self):
        self.items = [1, 2]
        self.title = 'x'
        ${holes.start ?? "self.next(self.train, foreach='items')"}

    ${holes.above ?? ''}
    @step
    def train(self):
        self.score = 0.5
        ${holes.train ?? 'self.next(self.join)'}

    @step
    def join(self, inputs):
        ${holes.join ?? 'self.best = max(i.score for i in inputs)'}
        self.next(self.end)

    @step
    def end(self):
        """Says goodbye."""
        print(self.best)

if __name__ == '__main__':
    TrainFlow()
`;
}

describe('after self.', () => {
  it('come the artifacts that are there, then parameters, then those of elsewhere', () => {
    const found = items(flow({ train: 'print(self.¦)' }));
    expect(found.map(({ label, labelDetails }) => [label, labelDetails?.description])).toEqual([
      ['items', 'set in start'],
      ['score', 'set in train'],
      ['title', 'set in start'],
      ['alpha', 'parameter'],
      ['input', 'foreach'],
      ['index', 'foreach'],
      ['next', 'transition'],
      ['best', 'not here, set in join'],
    ]);
  });

  it('come with their types, before what others offer', () => {
    const [first] = items(flow({ train: 'print(self.s¦)' }));
    const score = item(flow({ train: 'print(self.s¦)' }), 'score');
    expect(score.labelDetails?.detail).toBe(': float');
    expect(first?.sortText?.startsWith('!')).toBe(true);
  });

  it('does not come what is being typed', () => {
    expect(labels(flow({ train: 'self.mod¦ = 1' }))).not.toContain('mod');
    expect(labels(flow({ train: 'self.¦\n        z = 1' }))).not.toContain('z');
  });

  it('is a join asked for merge_artifacts, no foreach item', () => {
    const found = labels(flow({ join: 'self.¦' }));
    expect(found).toContain('merge_artifacts');
    expect(found).not.toContain('input');
  });

  it('is the same in an f-string, after CRLF, tabs and letters of two units', () => {
    expect(labels(flow({ train: 'print(f"😀 {self.¦}")' }))).toContain('score');
    const windows = flow({ train: 'x = "😀"; print(self.sc¦)' }).replaceAll('\n', '\r\n');
    expect(labels(windows)).toContain('score');
    expect(labels(flow({ train: 'print(self.¦)' }).replaceAll('    ', '\t'))).toContain('score');
    expect(labels(`\uFEFF${flow({ train: 'print(self.¦)' })}`)).toContain('score');
  });

  it('is nothing in comments and ordinary strings', () => {
    expect(items(flow({ train: '# self.¦' }))).toEqual([]);
    expect(items(flow({ train: 'x = "self.¦"' }))).toEqual([]);
  });

  it('is nothing outside of flows', () => {
    expect(items(`class Other:\n    def f(self):\n        self.¦\n`)).toEqual([]);
  });

  it('tells what the last run had', () => {
    const run = {
      root: '/r',
      id: '1',
      state: 'succeeded' as const,
      startedAt: 0,
    };
    const facts = [
      {
        flow: 'TrainFlow',
        file: '/flows/test.py',
        run,
        steps: {},
        artifacts: { start: { items: { type: 'list', items: 2, preview: '[1, 2]' } } },
      },
    ];
    const [found] = items(flow({ train: 'self.¦' }), { facts });
    expect(JSON.stringify(found?.documentation)).toContain('[1, 2]');
  });

  it('comes from a base class of another module', () => {
    const base = flow().replace("\nif __name__ == '__main__':\n    TrainFlow()\n", '');
    const heir = `from base import TrainFlow\n\nclass Own(TrainFlow):\n    def more(self):\n        self.¦\n`;
    expect(labels(heir, { files: { 'base.py': base } })).toEqual(
      expect.arrayContaining(['items', 'score', 'alpha']),
    );
  });
});

describe('in self.next', () => {
  it('come steps, those that nothing leads to first, never the start', () => {
    const found = labels(
      flow({ start: 'self.next(self.¦)', join: 'self.next(self.¦)'.slice(0, 0) }),
    );
    expect(found.slice(0, 3)).toEqual(['train', 'join', 'end']);
    expect(found).not.toContain('start');
  });

  it('come whole arguments, and keywords after the first', () => {
    expect(labels(flow({ start: 'self.next(¦)' }))[0]).toBe('self.train');
    expect(labels(flow({ start: 'self.next(self.train, ¦)' }))).toEqual(
      expect.arrayContaining(['foreach=', 'num_parallel=']),
    );
    expect(labels(flow({ start: 'self.next(self.train, ¦)' }))).not.toContain('self.train');
  });

  it('come the lists first in foreach', () => {
    expect(labels(flow({ start: "self.next(self.train, foreach='¦')" }))).toEqual([
      'items',
      'title',
    ]);
    expect(labels(flow({ start: "self.next(self.train, foreach='¦" }))[0]).toBe('items');
  });

  it('come texts first as a condition, their values as cases, and steps for them', () => {
    const choose = (text: string): string => flow({ start: text });
    expect(labels(choose("self.next({'x': self.train}, condition='¦')"))[0]).toBe('title');
    expect(labels(choose("self.next({'¦': self.train}, condition='title')"))).toEqual(['x']);
    expect(labels(choose("self.next({'x': self.¦}, condition='title')"))).toContain('train');
  });

  it('writes a step that is not there', () => {
    const text = taken(flow({ start: 'self.next(self.load¦)' }), 'load');
    expect(text).toContain(
      '        self.next(self.load)\n\n    @step\n    def load(self):\n        self.next(self.end)\n',
    );
  });
});

describe('inputs of a join', () => {
  const branches = (hole: string): string => `from metaflow import FlowSpec, step
class F(FlowSpec):
    @step
    def start(self):
        self.next(self.left, self.right)
    @step
    def left(self):
        self.a = self.both = 1
        self.next(self.join)
    @step
    def right(self):
        self.b = self.both = 'x'
        self.next(self.join)
    @step
    def join(self, inputs):
        ${hole}
        self.next(self.end)
    @step
    def end(self):
        pass
`;
  it('are the branches', () => {
    expect(labels(branches('inputs.¦'))).toEqual(['left', 'right']);
    expect(items(flow({ join: 'inputs.¦' }))).toEqual([]);
  });

  it.each([
    ['one by its branch', 'x = inputs.left.¦', ['a', 'both']],
    ['one by its place', 'x = inputs[0].¦', ['both', 'a', 'b']],
    ['each in a loop', 'for i in inputs:\n            i.¦', ['both', 'a', 'b']],
    ['each in a comprehension', 'x = [i.¦ for i in inputs]', ['both', 'a', 'b']],
    ['the best one', 'x = max(inputs, key=lambda i: i.¦)', ['both', 'a', 'b']],
    ['a name for a branch', 'l = inputs.left\n        l.¦', ['a', 'both']],
  ])('have what comes from there: %s', (_name, hole, expected) => {
    expect(labels(branches(hole))).toEqual(expected);
  });

  it('are merged without what is excluded', () => {
    expect(labels(branches("self.merge_artifacts(inputs, exclude=['¦'])"))).toEqual([
      'a',
      'both',
      'b',
    ]);
    expect(labels(branches("self.merge_artifacts(inputs, exclude=['a', '¦'])"))).toEqual([
      'both',
      'b',
    ]);
  });
});

describe('decorators', () => {
  it('of steps above a def in a flow, of flows above its class', () => {
    const ofSteps = labels(flow({ above: '@¦' }));
    expect(ofSteps).toEqual(expect.arrayContaining(['retry', 'card', 'batch']));
    expect(ofSteps).not.toContain('schedule');
    expect(ofSteps).not.toContain('step');
    const ofFlows = labels(flow().replace('class TrainFlow', '@¦\nclass TrainFlow'));
    expect(ofFlows).toContain('schedule');
    expect(ofFlows).not.toContain('retry');
    expect(items(`@¦\ndef f():\n    pass\n`)).toEqual([]);
  });

  it('bring their import', () => {
    expect(taken(flow({ above: '@ret¦' }), 'retry')).toMatch(
      /^from metaflow import FlowSpec, Parameter, current, retry, step\n[\s\S]*\n {4}@retry\(times=\$\{1:3\}\)\n/,
    );
    const aliased = `import metaflow as mf\nclass F(mf.FlowSpec):\n    @¦\n    @mf.step\n    def start(self):\n        pass\n`;
    expect(taken(aliased, 'retry')).toContain('@mf.retry(times=${1:3})\n');
    expect(labels(aliased.replace('@¦', '@mf.¦'))).toContain('retry');
  });

  it('have their options, each once', () => {
    expect(labels(flow({ above: '@retry(¦)' }).replace('step\n', 'retry, step\n'))).toEqual([
      'times=',
      'minutes_between_retries=',
    ]);
    const given = flow({ above: '@retry(times=2, ¦' }).replace('step\n', 'retry, step\n');
    expect(labels(given)).toEqual(['minutes_between_retries=']);
  });

  it('have the fixed values of an option', () => {
    const card = (hole: string): string => flow({ above: hole }).replace('step\n', 'card, step\n');
    expect(labels(card("@card(type='¦')"))).toEqual(['default', 'blank', 'html']);
    expect(labels(card('@card(type=¦)'))).toEqual(["'default'", "'blank'", "'html'"]);
    expect(labels(card('@card(save_errors=¦)'))).toEqual(['True', 'False']);
  });
});

describe('names of Metaflow', () => {
  it('come after its import, those that stand there aside', () => {
    const found = labels('from metaflow import FlowSpec, ¦\n');
    expect(found[0]).toBe('step');
    expect(found).toEqual(expect.arrayContaining(['Parameter', 'retry', 'Runner']));
    expect(found).not.toContain('FlowSpec');
    expect(labels('from metaflow import (\n    FlowSpec,\n    re¦\n)\n')).toContain('retry');
    expect(labels('from other import ¦\n')).toEqual([]);
  });

  it('come after current, those of decorators where there are some', () => {
    const found = labels(flow({ train: 'current.¦' }));
    expect(found).toEqual(expect.arrayContaining(['run_id', 'pathspec']));
    expect(found).not.toContain('card');
    const withCard = flow({ train: 'current.¦', above: '@card' }).replace('step\n', 'card, step\n');
    expect(labels(withCard)).toContain('card');
    expect(labels(withCard.replace('current.¦', 'current.card.¦'))).toContain('append');
  });

  it('are the arguments of a parameter', () => {
    const text = flow().replace(
      "    alpha = Parameter('alpha', default=0.1, help='how fast')",
      '    alpha = Parameter(¦)',
    );
    expect(labels(text)[0]).toBe("'alpha'");
    expect(labels(text)).toEqual(expect.arrayContaining(['default=', 'type=', 'help=']));
    expect(labels(text.replace('(¦)', "('alpha', type=¦)"))).toContain('JSONType');
  });
});

describe('what is not written yet', () => {
  it('is a whole flow in an empty file', () => {
    expect(taken('¦', 'flow')).toContain('from metaflow import FlowSpec, step');
    expect(labels('x = 1\ny = 2\nz = 3\n¦')).toEqual([]);
    expect(labels(`${flow()}\n¦`)).toEqual([]);
  });

  it('are the steps that self.next names, as joins where branches meet', () => {
    const half = `from metaflow import FlowSpec, step
class F(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.next(self.both)

    @step
    def b(self):
        self.next(self.both)

    ¦
`;
    expect(labels(half).slice(0, 2)).toEqual(['@step both', '@step end']);
    expect(taken(half, '@step both')).toContain('@step\ndef both(self, inputs):\n');
    const typed = half.replace('¦', 'def ¦');
    expect(labels(typed)).toEqual(['both', 'end']);
    expect(taken(typed, 'both')).toContain('    @step\n    def both(self, inputs):\n\t${1:pass}');
    expect(taken(half.replace('¦', '@step\n    def ¦'), 'both')).not.toContain('@step\n    @step');
    expect(taken(half.replace('¦', '@step\n    ¦'), 'def both')).toContain(
      '    @step\n    def both(self, inputs):\n\t${1:pass}',
    );
  });

  it('is the end, while only its start is written', () => {
    const first = `from metaflow import FlowSpec, step
class F(FlowSpec):
    @step
    def start(self):
        self.next(self.¦)
`;
    expect(labels(first)).toEqual(['end']);
    expect(taken(first, 'end')).toContain('    @step\n    def end(self):\n        pass');
    expect(labels(`${first.replace('¦', 'end')}\n    ¦`)[0]).toBe('@step end');
  });

  it('is the self.next of a step', () => {
    const found = labels(flow({ train: 'x = 1\n        ¦' }));
    expect(found).toEqual(
      expect.arrayContaining(['self.next(self.join)', 'next', 'foreach', 'branch', 'switch']),
    );
    expect(labels(flow({ train: '¦\n        self.next(self.join)' }))).toEqual([]);
  });
});
