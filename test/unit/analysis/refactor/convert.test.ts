/** Scripts and notebooks as flows: what goes above, what becomes an artifact, which cells stay together. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../runner/analysis/check';
import { cellsOfNotebook, cellsOfScript } from '../../../../runner/analysis/refactor/convert/cells';
import { convertToFlow } from '../../../../runner/analysis/refactor/convert/convert';
import { withoutMagics } from '../../../../runner/analysis/refactor/convert/magics';
import { flowName, stepName } from '../../../../runner/analysis/refactor/convert/words';
import type { PythonParser } from '../../../../runner/analysis/source/parser';
import { onlyFlow, pythonParser } from '../snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

function converted(...cells: readonly string[]): string {
  return outcome(cells.join('\n# %%\n'));
}
function outcome(script: string, isNotebook = false): string {
  const answer = convertToFlow(parser, {
    cells: cellsOfScript(script),
    name: 'my_work',
    isNotebook,
  });
  if ('refused' in answer) return `${answer.refused} ${answer.cell ?? ''}`.trim();
  const found = onlyFlow(parser, answer.text);
  expect(findingsOf(found).filter(({ severity }) => severity !== 'hint')).toEqual([]);
  return answer.text;
}
/** Each step but an empty end, on a line. */
function steps(text: string): string[] {
  return text
    .split('    @step\n')
    .slice(1)
    .map((each) => each.split('\n\n\nif __name__')[0] ?? '')
    .map((each) =>
      each
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/^ {8}/, '')),
    )
    .map(([head = '', ...body]) => `${/def (\w+)/.exec(head)?.[1] ?? ''}: ${body.join(' | ')}`)
    .filter((each) => each !== 'end: pass');
}
const above = (text: string): string => text.split('\n\n\nclass MyWorkFlow')[0] ?? '';

describe('cells', () => {
  it('become steps, and what later ones use becomes artifacts', () => {
    const text = converted('a = 1\nb = 2', 'c = a + 1', 'print(c)');
    expect(steps(text)).toEqual([
      'start: self.a = 1 | b = 2 | self.next(self.part_2)',
      'part_2: self.c = self.a + 1 | self.next(self.end)',
      'end: print(self.c)',
    ]);
    expect(
      text.startsWith('from metaflow import FlowSpec, step\n\n\nclass MyWorkFlow(FlowSpec):\n'),
    ).toBe(true);
    expect(text.endsWith('\n\nif __name__ == "__main__":\n    MyWorkFlow()\n')).toBe(true);
  });

  it('stay together when nothing can go between them', () => {
    expect(steps(converted('f = open("x")', 'a = 1', 'f.close()', 'print(a)'))).toEqual([
      'start: f = open("x") | self.a = 1 | f.close() | self.next(self.end)',
      'end: print(self.a)',
    ]);
    expect(steps(converted('for x in [1]:\n    y = x', 'print(y)'))).toEqual([
      'start: for x in [1]: |     y = x | print(y) | self.next(self.end)',
    ]);
  });

  it('keep names where no attribute can stand', () => {
    expect(
      steps(converted('for i in [1]: pass\ni = 3\ntotal = 1', "print(f'{total=}', i)")),
    ).toEqual([
      'start: for i in [1]: pass | i = 3 | self.total = 1 | self.i = i | self.next(self.end)',
      "end: total = self.total | print(f'{total=}', self.i)",
    ]);
  });

  it('leave attributes of every flow and step names alone', () => {
    const text = converted('name = "a"\nsecond = 2', '# %% Second', 'print(name, second)');
    expect(text).toContain('self.name_2 = "a"');
    expect(text).toContain('self.second = 2');
    expect(text).toContain('def second_2(self)');
  });

  it('bring functions along that read their variables', () => {
    expect(
      steps(
        converted('rows = [1]', 'def of(n):\n    return rows[n]\n\nprint(of(0))', 'print(of(0))'),
      ),
    ).toEqual([
      'start: self.rows = [1] | self.next(self.part_2)',
      'part_2: def of(n): |     return self.rows[n] | print(of(0)) | self.next(self.end)',
      'end: def of(n): |     return self.rows[n] | print(of(0))',
    ]);
  });

  it('under several headings become a step for each heading', () => {
    const script =
      '# %% [markdown]\n# # My work\n# %% [markdown]\n# ## Load\n# %%\na = 1\n# %%\nb = a\n# %% [markdown]\n# ## 2. Train *it*\n# Slowly.\n# %%\nprint(a, b)\n';
    const text = outcome(script);
    expect(steps(text)).toEqual([
      'start: """Load""" | self.a = 1 | self.b = self.a | self.next(self.train_it)',
      'train_it: """2. Train *it* | Slowly. | """ | print(self.a, self.b) | self.next(self.end)',
    ]);
    expect(text).toContain('class MyWorkFlow(FlowSpec):\n    """My work"""\n');
  });
});

describe('above the flow', () => {
  it('stand imports, definitions, constants and settings', () => {
    const text = converted(
      '"""Doc."""\nfrom __future__ import annotations\nimport numpy as np; import os\nnp.random.seed(SEED)',
      'SEED = 3\nRATE = 0.5\n\n# Doubles.\ndef twice(x): return x * RATE\n\nclass A:\n    pass\na = twice(1)',
      'print(a, os, A)',
    );
    expect(above(text)).toBe(
      'from __future__ import annotations\nimport numpy as np\nimport os\nfrom metaflow import FlowSpec, step\n\n' +
        'np.random.seed(SEED)\nSEED = 3\nRATE = 0.5\n\n\n# Doubles.\ndef twice(x): return x * RATE\n\n\nclass A:\n    pass',
    );
  });

  it('stands nothing that reads a variable of a cell', () => {
    const text = converted('import np\nn = f()\nnp.seed(n)\nclass A:\n    x = n', 'print(n)');
    expect(above(text)).toBe('import np\nfrom metaflow import FlowSpec, step');
  });

  it('stands no name twice', () => {
    expect(above(converted('def step(): pass', 'step()'))).toContain(
      'from metaflow import FlowSpec, step as flow_step',
    );
  });
});

describe('a notebook', () => {
  it('is read, with text in one piece or in lines', () => {
    const cells = [
      { cell_type: 'markdown', source: ['# A\n', 'b'] },
      { cell_type: 'raw', source: 'x' },
      { cell_type: 'code', source: 'a = 1', outputs: [] },
    ];
    expect(cellsOfNotebook(JSON.stringify({ cells }))).toEqual([
      { kind: 'markdown', text: '# A\nb' },
      { kind: 'code', text: 'a = 1' },
    ]);
    expect(cellsOfNotebook('{')).toBeUndefined();
    expect(cellsOfNotebook('{"cells": 1}')).toBeUndefined();
  });

  it('prints what it has shown', () => {
    expect(
      steps(outcome('df = 1\n# %%\ndf\n# %%\ndf.head()\n# %%\nshow(df)\n', true)).slice(1),
    ).toEqual([
      'part_2: print(self.df) | self.next(self.part_3)',
      'part_3: print(self.df.head()) | self.next(self.end)',
      'end: show(self.df)',
    ]);
  });

  it.each([
    ['%matplotlib inline', '# Only in a notebook: %matplotlib inline'],
    ['  !pip install x', '  # Only in a notebook: !pip install x'],
    ['files = !ls', '# Only in a notebook: files = !ls'],
    ['%time a = 1', 'a = 1'],
    ['%%time\na = 1', '# Only in a notebook: %%time\na = 1'],
    ['%%bash\nls', '# Only in a notebook: %%bash\n# Only in a notebook: ls'],
    ['df.head?', '# Only in a notebook: df.head?'],
    [
      "get_ipython().run_line_magic('x', '')",
      "# Only in a notebook: get_ipython().run_line_magic('x', '')",
    ],
    ['a = b % c\nd != e', 'a = b % c\nd != e'],
  ])('has magics: %j', (code, expected) => {
    expect(withoutMagics(code)).toBe(expected);
  });
});

describe('code is refused', () => {
  it.each([
    [/not Python.* 2$/, 'a = 1\n# %%\nb = ('],
    [/not Python.* 1$/, 'a = """\n# %%\n"""'],
    [/sets the variable n/, 'n = 1\ndef f():\n    global n\n    n = 2\n'],
    [/variable named self/, 'self = 1'],
    [/an await/, 'await f()'],
    [/defines a flow already/, 'class F(FlowSpec):\n    pass\n'],
  ])('%s', (reason, script) => {
    expect(outcome(script)).toMatch(reason);
  });
});

it('makes names of words', () => {
  expect(['Load the data!', '2. Träin', '数据', 'class', 'A'.repeat(60)].map(stepName)).toEqual([
    'load_the_data', '', '', '', 'a'.repeat(40),
  ]); // prettier-ignore
  expect(['my_work', 'Iris (2026)', 'BigFlow', '数据', '01-intro'].map(flowName)).toEqual([
    'MyWorkFlow', 'Iris2026Flow', 'BigFlow', 'ConvertedFlow', 'IntroFlow',
  ]); // prettier-ignore
});
