/** Which artifacts reach which step, and how sure they are. */
import { beforeAll, describe, expect, it } from 'vitest';
import { artifactFlow } from '../../../runner/analysis/artifacts/artifactFlow';
import type { StepArtifacts } from '../../../runner/analysis/artifacts/model';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { onlyFlow, pythonParser } from './snippet';
import { flowOf, type Steps } from './flowOf';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

function stepOf(step: string, steps: Steps, members = ''): StepArtifacts {
  const found = artifactFlow(onlyFlow(parser, flowOf(steps, members))).steps.get(step);
  if (!found) throw new Error(`no step ${step}`);
  return found;
}

/** `name: presence` of what leaves a step; `type` in brackets. */
function leaving(step: string, steps: Steps, members = ''): string[] {
  return [...stepOf(step, steps, members).leaving]
    .map(([name, { presence, writes }]) => {
      const types = new Set(writes.map(({ type }) => type ?? '?'));
      return `${name}: ${presence} [${[...types].join('|')}]`;
    })
    .toSorted();
}

const lines = (text: string): Steps => ({ start: `${text}\nself.next(self.end)`, end: 'pass' });

describe('inside a step', () => {
  it.each([
    ['self.x = 1', ['x: surely [int]']],
    ['if a:\n    self.x = 1', ['x: usually [int]']],
    ["if a:\n    self.x = 1\nelse:\n    self.x = ''", ['x: surely [int|str]']],
    ['if a:\n    self.x = 1\nelse:\n    raise E', ['x: surely [int]']],
    ['for a in b:\n    self.x = 1', ['x: usually [int]']],
    ['for a in b:\n    break\nelse:\n    raise E\nself.x = 1', ['x: surely [int]']],
    ['try:\n    self.x = 1\nexcept E:\n    pass', ['x: usually [int]']],
    ['try:\n    self.x = 1\nexcept E:\n    raise', ['x: surely [int]']],
    [
      'self.x = 1\ntry:\n    del self.x\n    f()\n    self.x = 2\nexcept E:\n    pass',
      ['x: usually [int]'],
    ],
    ['try:\n    self.x = 1\n    f()\n    del self.x\nexcept E:\n    pass', ['x: usually [int]']],
    ['try:\n    self.x = 1\nfinally:\n    pass', ['x: surely [int]']],
    ['with a:\n    self.x = 1', ['x: surely [int]']],
    ['def f():\n    self.x = 1', ['x: usually [int]']],
    ['self.x = 1\ndel self.x', []],
    ['self.x = lambda: 1', []],
    ['self.x: "list[str]" = f()', ['x: surely ["list[str]"]']],
    ['self.x = 1\nself.y = self.x', ['x: surely [int]', 'y: surely [int]']],
    ['self.a, self.b = 1, 2', ['a: surely [?]', 'b: surely [?]']],
  ])('%s', (text, expected) => {
    expect(leaving('start', lines(text))).toEqual(expected);
  });

  it('follows the methods that it calls, and those they call', () => {
    const members =
      'def one(self):\n    self.two()\ndef two(self):\n    self.x = 1\n    self.one()';
    expect(leaving('start', lines('self.one()'), members)).toEqual(['x: surely [int]']);
  });

  it('lets a method decide by its return', () => {
    const members = 'def make(self):\n    if a:\n        return\n    self.x = 1';
    expect(leaving('start', lines('self.make()\nself.y = 2'), members)).toEqual([
      'x: usually [int]',
      'y: surely [int]',
    ]);
  });

  it('reads a property, and leaves static methods alone', () => {
    const members =
      '@property\ndef p(self):\n    self.x = 1\n@staticmethod\ndef s(self):\n    self.z = 1';
    expect(leaving('start', lines('self.p\nself.s(self.p)'), members)).toEqual(['x: surely [int]']);
  });

  it.each(['helper(self)', 'setattr(self, name, 1)', 'self.__dict__.update(a)', 'me = self'])(
    'knows that more may come of %s',
    (text) => {
      expect(stepOf('end', lines(text)).open).toBe(true);
      expect(stepOf('end', lines("setattr(self, 'name', 1)")).open).toBe(false);
    },
  );
});

describe('from step to step', () => {
  it('loses what only one way of a switch sets', () => {
    const steps = {
      start: "self.kind = f()\nself.next({'a': self.a, 'b': self.b}, condition='kind')",
      a: 'self.x = 1\nself.both = 1\nself.next(self.end)',
      b: "if c:\n    self.both = ''\nself.next(self.end)",
      end: 'pass',
    };
    expect(leaving('end', steps)).toEqual([
      'both: usually [int|str]',
      'kind: surely [?]',
      'x: possibly [int]',
    ]);
  });

  it('takes the way that a literal chooses', () => {
    const steps = {
      start: "self.kind = 'a'\nself.next({'a': self.a, 'b': self.end}, condition='kind')",
      a: 'self.x = 1\nself.next(self.end)',
      end: 'pass',
    };
    expect(leaving('end', steps)).toEqual(['kind: surely [str]', 'x: surely [int]']);
  });

  it('leaves out what lies behind a way that no literal chooses', () => {
    const steps = {
      start: "self.kind = 'a'\nself.next({'a': self.a, 'b': self.b}, condition='kind')",
      a: 'self.x = 1\nself.next(self.end)',
      b: 'self.next(self.c)',
      c: 'self.next(self.end)',
      end: 'pass',
    };
    expect(leaving('end', steps)).toEqual(['kind: surely [str]', 'x: surely [int]']);
  });

  it('goes round a loop until nothing changes', () => {
    const steps = {
      start: 'self.n = 0\nself.next(self.again)',
      again:
        "self.n += 1\nif self.n > 1:\n    self.late = 1\nself.go = f()\nself.next({'y': self.again, 'n': self.end}, condition='go')",
      end: 'pass',
    };
    expect(leaving('end', steps)).toEqual([
      'go: surely [?]',
      'late: usually [int]',
      'n: surely [?]',
    ]);
    expect([...stepOf('again', steps).arriving.keys()].toSorted()).toEqual(['go', 'late', 'n']);
  });

  const branches = (join: string): Steps => ({
    start: 'self.before = 1\nself.next(self.a, self.b)',
    a: 'self.x = 1\nself.next(self.join)',
    b: 'self.y = 2\nself.next(self.join)',
    'join(inputs)': `${join}\nself.next(self.end)`,
    end: 'pass',
  });

  it.each([
    ['pass', []],
    ['self.x = inputs.a.x', ['x']],
    ['self.merge_artifacts(inputs)', ['before', 'x', 'y']],
    ["self.merge_artifacts(inputs, exclude=['x'])", ['before', 'y']],
    ["self.merge_artifacts(inputs, include=['x'])", ['x']],
    ["self.merge_artifacts(inputs, ['x'])", ['before', 'y']],
  ])('hands on at a join what %s keeps', (join, expected) => {
    expect([...stepOf('end', branches(join)).leaving.keys()].toSorted()).toEqual(expected);
  });

  it('tells a join what each input has', () => {
    const { arriving, inputs } = stepOf('join', branches('pass'));
    expect([...arriving]).toEqual([]);
    expect([...(inputs?.get('a')?.keys() ?? [])]).toEqual(['before', 'x']);
    expect([...(inputs?.get('b')?.keys() ?? [])]).toEqual(['before', 'y']);
  });

  it('is less sure of what a merge of computed lists takes', () => {
    expect(leaving('end', branches('self.merge_artifacts(inputs, exclude=names)'))).toEqual([
      'before: usually [int]',
      'x: usually [int]',
      'y: usually [int]',
    ]);
  });

  it('merges as surely as a branch has it whatever a choice on it comes to', () => {
    const chosen = {
      start: 'self.next(self.choose, self.b)',
      choose: "self.k = f()\nself.next({'p': self.p, 'q': self.q}, condition='k')",
      p: 'self.x = 1\nself.both = 1\nself.next(self.join)',
      q: 'self.both = 2\nself.next(self.join)',
      b: 'self.y = 1\nself.next(self.join)',
      'join(inputs)': 'self.merge_artifacts(inputs)\nself.next(self.end)',
      end: 'pass',
    };
    expect(leaving('end', chosen)).toEqual([
      'both: surely [int]',
      'k: surely [?]',
      'x: possibly [int]',
      'y: surely [int]',
    ]);
  });

  it.each([
    ['self.merge_artifacts(inputs)\nself.x = 2\ndel self.x', ['x: surely [int]']],
    ['self.x = 2\nself.merge_artifacts(inputs)\ndel self.x', []],
    ['if f():\n    self.merge_artifacts(inputs)\nself.x = 2\ndel self.x', ['x: usually [int]']],
    ['if f():\n    self.x = 2\nself.merge_artifacts(inputs)\ndel self.x', ['x: usually [int]']],
  ])('knows what is there again after %s', (join, expected) => {
    expect(leaving('end', branches(join)).filter((each) => each.startsWith('x'))).toEqual(expected);
  });

  it('is less sure of what a step sets that may fail half-way', () => {
    const steps = { start: 'self.x = 1\nself.next(self.end)', end: 'pass' };
    const text = flowOf(steps).replace('    @step', "    @catch(var='failed')\n    @step");
    const flow = artifactFlow(onlyFlow(parser, text)).steps.get('start');
    expect(flow?.leaving.get('x')?.presence).toBe('usually');
    expect(flow?.leaving.get('failed')?.presence).toBe('surely');
  });

  it('has parameters, values of the class and what its constructor sets everywhere', () => {
    const members =
      "rate = Parameter('rate', default=0.5)\nlevels = [1]\ndef __init__(self):\n    self.ready = True\n    super().__init__()";
    expect([...stepOf('join', branches('pass'), members).arriving.keys()].toSorted()).toEqual([
      'levels',
      'rate',
      'ready',
    ]);
  });
});
