/** Hovers of steps, transitions, artifacts and parameters, with and without runs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { MarkupContent } from 'vscode-languageserver';
import { hover } from '../../../language-server/features/hover';
import { inlineCode, plainText } from '../../../language-server/markdown';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import type { ArtifactFacts, RunFacts } from '../../../runner/flow/facts';
import { pythonParser } from '../analysis/snippet';
import { asking, FILE, type AskingOptions } from './asking';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const FLOW = `from metaflow import FlowSpec, Parameter, Config, IncludeFile, retry, step

class TrainFlow(FlowSpec):
    alpha = Parameter('alpha', default=0.1, help='How *fast* it learns')
    settings = Config('settings', default='s.json')
    text = IncludeFile('text', required=True)

    @step
    def start(self):
        """Finds the models."""
        self.models = [1, 2]
        if self.alpha:
            self.seed = 3
        self.next(self.train, foreach='models')

    @retry(times=2)
    @step
    def train(self):
        print(self.seed)
        self.score = 0.5
        self.next(self.join)

    @step
    def join(self, inputs):
        print(self.models)
        self.merge_artifacts(inputs, include=['seed'])
        self.next({'a': self.one, 'b': self.end, 'c': self.one}, condition='seed')

    @step
    def one(self):
        self.only = open(self.text)
        self.next(self.end)

    @step
    def end(self):
        print(self.only, self.seed)
`;

function facts(artifacts: { [step: string]: { [name: string]: ArtifactFacts } } = {}): RunFacts {
  return {
    flow: 'TrainFlow',
    file: FILE,
    run: { root: '/flows/.metaflow', id: '12', state: 'succeeded', startedAt: 0, duration: 9800 },
    steps: {
      train: {
        state: 'succeeded',
        duration: 1200,
        tasks: { done: 2, failed: 0, expected: 2 },
        recent: { runs: 5, median: 1500 },
      },
    },
    artifacts,
  };
}

/** The Markdown at the place before a text, its paragraphs apart. */
function told(before: string, options: AskingOptions = {}, flow = FLOW): string[] {
  const index = flow.indexOf(before);
  if (index < 0) throw new Error(`not there: ${before}`);
  const found = hover(asking(parser, `${flow.slice(0, index)}¦${flow.slice(index)}`, options));
  if (!found) return [];
  if (!MarkupContent.is(found.contents)) throw new Error('Markdown is expected');
  return found.contents.value.split('\n\n');
}

const link = (label: string, line: number): string => `[\`${label}\`](file://${FILE}#L${line})`;

describe('an artifact', () => {
  it('has its type, where it is set and who reads it', () => {
    expect(told('models = ')).toEqual([
      '```python\n(artifact) models: list\n```',
      `Set in ${link('start', 11)}`,
      'Read in `start`, `join`',
    ]);
  });

  it('is said to be there only on some ways, or under conditions', () => {
    expect(told('seed)\n        self.score')[1]).toBe(
      'On the way to here it is set under a condition or in a loop.',
    );
    expect(told('only, ')[1]).toBe('Some ways to here do not set it.');
    expect(told('models)')[1]).toBe('No way to here sets it.');
    expect(told("seed')\n\n")).toContainEqual(
      expect.stringContaining('It came through `merge_artifacts`.'),
    );
  });

  it('has its value in the last run, after the step that is nearest', () => {
    const start = { type: 'int', preview: '3' };
    const options = { facts: [facts({ start: { seed: start }, end: { seed: start } })] };
    const argument = encodeURIComponent(
      JSON.stringify([
        { root: '/flows/.metaflow', flow: 'TrainFlow', run: '12', step: 'end', artifact: 'seed' },
      ]),
    );
    expect(told('seed)\n', options).at(-1)).toMatch(/^After `start` in the last run: `int` `3`/);
    const end = FLOW.replace('self.only, self.seed', 'self.seed and self.only');
    expect(told('seed and', options, end).at(-1)).toBe(
      `After \`end\` in the last run: \`int\` \`3\`  \n[Show value](command:flowdeck.showValue?${argument})`,
    );
  });

  it('takes its type from the last run when the text does not tell', () => {
    const options = {
      facts: [facts({ one: { only: { type: 'DataFrame', shape: '(344, 7)' } } })],
    };
    expect(told('only = ', options, FLOW.replace('open(self.text)', 'read()'))).toEqual([
      '```python\n(artifact) only: DataFrame\n```',
      `Set in ${link('one', 31)}`,
      'Read in `end`',
      expect.stringContaining('After `one` in the last run: `DataFrame (344, 7)`'),
    ]);
  });

  it.each(['`', '``` [x](command:flowdeck.runFlow)', '<b>x</b>', 'a\n\n# b', '[l](command:x)'])(
    'shows the value %j as text',
    (preview) => {
      const all = told('models = ', {
        facts: [facts({ start: { models: { type: 'str', preview } } })],
      });
      const last = all.at(-1) ?? '';
      expect(last).toContain(` ${inlineCode(preview)}  \n[Show value](`);
      expect(all).toHaveLength(4);
      // Whatever backticks it has, the code ends only where it should.
      const [, fence = ''] = /`str` (`+)/.exec(last) ?? [];
      const rest = last.slice(last.indexOf('`str` ') + 6 + fence.length);
      const [inside = ''] = rest.split(new RegExp(`(?<!\`)${fence}(?!\`)`));
      expect(inside.trim()).toBe(preview.replaceAll(/\n+/g, ' ').trim());
    },
  );
});

describe('a step', () => {
  it('has its kind, its neighbours, its decorators, its words and its last run', () => {
    expect(told('train(self)', { facts: [facts()] })).toEqual([
      '```python\n(step) train\n```',
      `From ${link('start', 9)} · To ${link('join', 24)}`,
      'With `@retry(times=2)`',
      'Last run: succeeded 2/2 · 1.2 s · usually 1.5 s (median of 5 runs)',
    ]);
    expect(told('start(self)')).toEqual([
      '```python\n(step) start  # foreach models\n```',
      `To ${link('train', 18)}`,
      String.raw`Finds the models\.`,
    ]);
    expect(told('join(self')[0]).toBe('```python\n(step) join(inputs)  # switch on seed\n```');
  });

  it('says in self.next when the flow goes there', () => {
    expect(told('train, ').at(-1)).toBe(
      'One task for each item of `models`, which is `self.input` there.',
    );
    expect(told('one, ').at(-1)).toBe('When `seed` is `a`, `c`.');
    expect(told('join)')).toHaveLength(2);
  });
});

describe('a parameter', () => {
  it('has its type, default, help and option', () => {
    expect(
      told('alpha = ', { facts: [facts({ start: { alpha: { type: 'float', preview: '0.2' } } })] }),
    ).toEqual([
      '```python\n(parameter) alpha: float = 0.1\n```',
      String.raw`How \*fast\* it learns`,
      'Given on the command line as `--alpha`',
      expect.stringContaining('After `start` in the last run: `float` `0.2`'),
    ]);
    expect(told('alpha:')[0]).toBe('```python\n(parameter) alpha: float = 0.1\n```');
  });

  it('may be a config or an included file', () => {
    expect(told('settings = ')).toEqual([
      "```python\n(config) settings: Config = 's.json'\n```",
      'Given on the command line as `--config settings FILE`',
    ]);
    expect(told('text = ').at(-1)).toBe('Given on the command line as `--text`; required');
  });
});

it('says nothing about names of Python', () => {
  for (const before of ['print', 'class', 'open(']) {
    expect(told(before)).toEqual([]);
  }
});

it('keeps the words of docstrings from becoming Markdown', () => {
  expect(plainText('[a](command:x) <b> `c` **d** https://x.y')).toBe(
    String.raw`\[a\]\(command\:x\) \<b\> \`c\` \*\*d\*\* https\://x\.y`,
  );
});
