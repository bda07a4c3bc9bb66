/** The rules about artifacts: each with what it tells of, and near misses that it must not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf, type PlacedFinding } from '../../../runner/analysis/check';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { flowOf, type Steps } from './flowOf';
import { onlyFlow, pythonParser } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

function findings(steps: Steps, members = '', head = ''): readonly PlacedFinding[] {
  return findingsOf(onlyFlow(parser, flowOf(steps, members, head)));
}

/** `severity code`, without hints. */
const told = (steps: Steps, members = '', head = ''): string[] =>
  findings(steps, members, head)
    .filter(({ severity }) => severity !== 'hint')
    .map(({ severity, code }) => `${severity} ${code}`);

const reading = (text: string): Steps => ({
  start: 'self.model = 1\nself.next(self.end)',
  end: text,
});
const branches = (join: string, end = 'pass'): Steps => ({
  start: 'self.before = 1\nself.next(self.a, self.b)',
  a: 'self.x = 1\nself.same = 1\nself.next(self.join)',
  b: 'self.y = 2\nself.same = 1\nself.next(self.join)',
  'join(inputs)': `${join}\nself.next(self.end)`,
  end,
});

describe('unset-artifact', () => {
  it.each([
    ['print(self.modle)', ['error unset-artifact']],
    ['if a:\n    print(self.modle)', ['warning unset-artifact']],
    ['def f():\n    return self.modle\nf()', ['warning unset-artifact']],
    ['self.modle += 1', ['error unset-artifact']],
    ['print(self.modle)\nself.modle = 1', ['error unset-artifact']],
    ['print(self.model)', []],
    ["if hasattr(self, 'modle'):\n    print(self.modle)", []],
    ["print(getattr(self, 'modle', None))", []],
    ['try:\n    print(self.modle)\nexcept AttributeError:\n    pass', []],
    ['with pytest.raises(AttributeError):\n    print(self.modle)', []],
    ['prepare(self)\nprint(self.modle)', []],
    ['def f():\n    return self.modle\nself.modle = 1\nf()', []],
    ['print(self.input, self.index, self.name)', []],
    ['if a:\n    self.modle = 1\nprint(self.modle)', []],
    ['for i in r:\n    if i:\n        print(self.modle)\n    self.modle = i', []],
    ['print(self._graph)', []],
    ['print(lambda self: self.modle)', []],
  ])('%s', (text, expected) => {
    expect(told(reading(text))).toEqual(expected);
  });

  it('proposes the name that was meant, and tells of steps that come later', () => {
    const [found] = findings(reading('print(self.modle)'));
    expect(found?.remedy).toBe('Did you mean model?');
    const [lost] = findings(branches('pass', 'print(self.befroe)')).filter(
      ({ severity }) => severity === 'error',
    );
    expect(lost?.remedy).toBe('Did you mean before?');
    const later = { start: 'print(self.x)\nself.next(self.end)', end: 'self.x = 1' };
    expect(findings(later)[0]?.remedy).toBe('Only step end sets it, which does not come before.');
  });

  it('keeps silent while another step cannot be parsed, and where the graph is wrong', () => {
    const broken = { start: 'self.x = (\nself.next(self.end)', end: 'print(self.y)' };
    expect(told(broken)).not.toContain('error unset-artifact');
    const unknown = { start: 'self.next(self.ende)', end: 'print(self.y)' };
    expect(told(unknown)).not.toContain('error unset-artifact');
  });

  it('keeps silent when a base class, a mutator or a decorator may set it', () => {
    const text = flowOf(reading('print(self.y)'));
    const codes = (changed: string): string[] =>
      findingsOf(onlyFlow(parser, changed)).map(({ code }) => code);
    expect(codes(text)).toContain('unset-artifact');
    expect(codes(text.replace('(FlowSpec)', '(FlowSpec, lib.Mixin)'))).not.toContain(
      'unset-artifact',
    );
    expect(codes(text.replace('class F', '@lib.change\nclass F'))).not.toContain('unset-artifact');
    expect(codes(text.replace('    @step', '    @lib.before\n    @step'))).not.toContain(
      'unset-artifact',
    );
  });

  it.each([
    ['print(inputs.a.y)', ['error unset-artifact']],
    ['print([i.z for i in inputs])', ['error unset-artifact']],
    ['print(inputs.a.x)', []],
    ['print([i.same for i in inputs])', []],
    ["print([i.z for i in inputs if hasattr(i, 'z')])", []],
    ['for i in inputs:\n    print(i.index)', []],
  ])('of the inputs: %s', (join, expected) => {
    expect(told(branches(join))).toEqual(expected);
  });
});

describe('lost-artifact', () => {
  it.each([
    ['pass', 'print(self.x)', ['error lost-artifact']],
    ['pass', 'print(self.before)', ['error lost-artifact']],
    ["self.merge_artifacts(inputs, exclude=['x'])", 'print(self.x)', ['error lost-artifact']],
    ['print(self.x)', 'pass', ['error lost-artifact']],
    ['self.merge_artifacts(inputs)', 'print(self.x)', []],
    ['self.x = inputs.a.x', 'print(self.x)', []],
    ['self.merge_artifacts(inputs, exclude=names)', 'print(self.x)', []],
  ])('%s, then %s', (join, end, expected) => {
    expect(told(branches(join, end))).toEqual(expected);
  });

  it('leads to the join and the assignment', () => {
    const [found] = findings(branches('pass', 'print(self.x)')).filter(
      ({ code }) => code === 'lost-artifact',
    );
    expect(found?.related?.map(({ message }) => message)).toEqual([
      'join does not keep x',
      'a sets x',
    ]);
  });
});

describe('maybe-unset-artifact', () => {
  const choosing = (end: string, other = 'pass'): Steps => ({
    start: "self.kind = f()\nself.next({'a': self.a, 'b': self.b}, condition='kind')",
    a: 'self.x = 1\nself.next(self.end)',
    b: `${other}\nself.next(self.end)`,
    end,
  });
  it.each([
    ['print(self.x)', 'pass', ['warning maybe-unset-artifact']],
    ["if self.kind == 'a':\n    print(self.x)", 'pass', []],
    ["print(getattr(self, 'x', 0))", 'pass', []],
    ['print(self.x)', 'if c:\n    self.x = 2', []],
  ])('%s, %s', (end, other, expected) => {
    expect(told(choosing(end, other))).toEqual(expected);
  });

  it('names the way', () => {
    const [found] = findings(choosing('print(self.x)'));
    expect(found?.message).toContain('when step start goes to b');
  });
});

describe('what a split goes by', () => {
  it.each([
    ['pass', "self.next(self.b, foreach='items')", ['error unset-foreach']],
    ['self.items = [1]', "self.next(self.b, foreach='items')", []],
    ['if a:\n    self.items = [1]', "self.next(self.b, foreach='items')", []],
  ])('%s; %s', (text, next, expected) => {
    const steps = {
      start: `${text}\n${next}`,
      b: 'self.next(self.join)',
      'join(inputs)': 'self.next(self.end)',
      end: 'pass',
    };
    expect(told(steps)).toEqual(expected);
  });

  it.each([
    ['pass', ['error unset-condition']],
    ['self.kind = f()', []],
    ['self.choose()', []],
  ])('condition: %s', (text, expected) => {
    const steps = {
      start: `${text}\nself.next({'a': self.a, 'b': self.end}, condition='kind')`,
      a: 'self.next(self.end)',
      end: 'pass',
    };
    expect(told(steps, 'def choose(self):\n    self.kind = f()')).toEqual(expected);
  });
});

describe('merges', () => {
  const conflicting = (join: string): Steps => ({
    start: 'self.next(self.a, self.b)',
    a: 'self.x = 1\nself.next(self.join)',
    b: 'self.x = 2\nself.next(self.join)',
    'join(inputs)': `${join}\nself.next(self.end)`,
    end: 'pass',
  });
  it.each([
    ['self.merge_artifacts(inputs)', ['error merge-conflict']],
    ['if a:\n    self.merge_artifacts(inputs)', ['warning merge-conflict']],
    ["self.merge_artifacts(inputs, include=['x'])", ['error merge-conflict']],
    ["self.merge_artifacts(inputs, exclude=['x'])", []],
    ['self.x = 3\nself.merge_artifacts(inputs)', []],
    ['self.merge_artifacts(inputs[:1])', []],
    ['try:\n    self.merge_artifacts(inputs)\nexcept Exception:\n    pass', []],
    ["self.merge_artifacts(inputs, include=['y'])", ['error merge-arguments']],
    ["self.merge_artifacts(inputs, include=['x'], exclude=['y'])", ['error merge-arguments']],
    ["self.y = 1\nself.merge_artifacts(inputs, include=['y'])", []],
  ])('%s', (join, expected) => {
    expect(told(conflicting(join))).toEqual(expected);
  });

  it('takes values that are the same, or may be', () => {
    const same = branches('self.merge_artifacts(inputs)');
    expect(told(same)).toEqual([]);
    const computed = { ...conflicting('self.merge_artifacts(inputs)') };
    expect(told({ ...computed, b: 'self.x = f()\nself.next(self.join)' })).toEqual([]);
  });

  it('belong into joins', () => {
    expect(told(reading('self.merge_artifacts(inputs)'))).toEqual(['error merge-arguments']);
  });
});

describe('unknown-branch', () => {
  it.each([
    ['print(inputs.aa.x)', ['error unknown-branch']],
    ['if c:\n    print(inputs.start)', ['warning unknown-branch']],
    ['print(inputs.a.x)', []],
    ['try:\n    inputs.c\nexcept AttributeError:\n    pass', []],
    ['def f(inputs):\n    return inputs.c', []],
  ])('%s', (join, expected) => {
    expect(told(branches(join))).toEqual(expected);
  });
});

describe('unpicklable-artifact', () => {
  it.each([
    ['self.x = (i for i in y)', ['error unpicklable-artifact']],
    ["self.x = open('a')", ['error unpicklable-artifact']],
    ['self.x = threading.Lock()', ['error unpicklable-artifact']],
    ['self.x = Guard()', ['error unpicklable-artifact']],
    ['if a:\n    self.x = threading.Lock()', ['warning unpicklable-artifact']],
    ['self.x = (i for i in y)\nself.x = list(self.x)', []],
    ["self.x = open('a')\ndel self.x", []],
    ["self.x = open('a').read()", []],
    ['self.x = map(f, y)', []],
    ['self.x = lambda: 1', []],
    ['x = threading.Lock()', []],
    ['self.x = mine.Lock()', []],
  ])('%s', (text, expected) => {
    const head = 'import threading\nfrom threading import RLock as Guard\n';
    const steps = { start: `${text}\nself.next(self.end)`, end: 'pass' };
    expect(told(steps, '', head)).toEqual(expected);
  });

  it('tells why a function is not there later', () => {
    const steps = { start: 'self.x = lambda: 1\nself.next(self.end)', end: 'self.x()' };
    expect(findings(steps).map(({ code, remedy }) => [code, remedy])).toContainEqual([
      'unset-artifact',
      'Metaflow does not store functions: make it a method of the flow.',
    ]);
  });
});

describe('unused-artifact', () => {
  const unused = (steps: Steps): string[] =>
    findings(steps)
      .filter(({ code }) => code === 'unused-artifact')
      .map(({ message }) => /this (\w+)/.exec(message)?.[1] ?? '');
  it.each([
    ['pass', ['before', 'same', 'same', 'x', 'y']],
    ['print([i.same for i in inputs], inputs.a.x, inputs[0].before, inputs.b.y)', []],
    ['self.merge_artifacts(inputs)', []],
    ['use(inputs)', []],
    ['print(self)', []],
    ['self.x = max(inputs, key=lambda i: i.same).before', ['x', 'y']],
  ])('%s', (join, expected) => {
    expect(unused(branches(join)).toSorted()).toEqual(expected);
  });

  it('keeps silent about what is missed behind a join: that is said where it is read', () => {
    expect(unused(branches('pass', 'print(self.before)'))).toEqual(['x', 'same', 'y', 'same']);
  });

  it('fades what is set again before anything has read it', () => {
    const steps = { start: 'self.x = 1\nself.x = 2\nself.next(self.end)', end: 'pass' };
    const [found] = findings(steps);
    expect([found?.range.start.line, found?.faded, found?.severity]).toEqual([6, true, 'hint']);
    const guarded = 'self.x = None\ntry:\n    self.x = f()\nexcept E:\n    pass';
    expect(unused({ start: `${guarded}\nself.next(self.end)`, end: 'pass' })).toEqual([]);
  });
});
