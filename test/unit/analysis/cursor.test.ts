/** Where a cursor stands; `¦` marks it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorAt, type Cursor } from '../../../runner/analysis/cursor/cursor';
import { offsetAt, positionAt } from '../../../runner/analysis/cursor/offsets';
import { wordAt } from '../../../runner/analysis/cursor/words';
import { withCursor } from './snippet';

function at(marked: string): Cursor {
  const { text, cursor } = withCursor(marked);
  return cursorAt(text, cursor);
}

describe('the place', () => {
  it.each([
    ['self.¦', { kind: 'attribute', object: 'self', word: { text: '' } }],
    ['x = self.mo¦del', { kind: 'attribute', object: 'self', word: { text: 'mo' } }],
    ['foo(a, inputs[0].¦', { kind: 'attribute', object: 'inputs[]' }],
    ['foo(\n  self\n  .¦)', { kind: 'attribute', object: 'self' }],
    ['x = f"{a} {self.¦}"', { kind: 'attribute', object: 'self' }],
    ['x = f"{{self.¦"', { kind: 'nothing' }],
    ["x = 'a'.¦", { kind: 'nothing' }],
    ['x = 1.¦', { kind: 'nothing' }],
    ['# self.¦', { kind: 'nothing' }],
    ['"""doc self.¦', { kind: 'nothing' }],
    ['self.x ¦', { kind: 'nothing' }],
    ['self.x = ¦', { kind: 'expression' }],
    ['¦', { kind: 'statement' }],
    ['@¦\ndef f(): pass', { kind: 'decorator', above: 'function' }],
    [
      '@mf.re¦\n@step\nclass A: pass',
      { kind: 'decorator', object: 'mf', above: 'class', others: ['step'] },
    ],
    [
      'from metaflow import (a,\n  b¦)',
      { kind: 'import', module: 'metaflow', word: { text: 'b' }, given: ['a'] },
    ],
    ['@step\ndef ¦', { kind: 'definition', decorated: ['step'] }],
  ])('of %j', (marked, expected) => {
    expect(at(marked).place).toMatchObject(expected);
  });
});

describe('the call', () => {
  it.each([
    ['self.next(¦', { callee: 'self.next', index: 0, within: 'directly' }],
    ['self.next(self.a, foreach="¦")', { keyword: 'foreach', index: 1 }],
    ['f(a=1, b=2, ¦, c=[1, 2])', { given: ['a', 'b', 'c'], index: 2 }],
    ["self.next({'x': self.¦}, condition='c')", { callee: 'self.next', within: 'value' }],
    ["f(x, exclude=['a', '¦'])", { keyword: 'exclude', within: 'list', siblings: ['a'] }],
    ['@retry(¦\n@step\ndef f(times=1): pass', { callee: 'retry', isDecorator: true, given: [] }],
    ['outer(inner(1), ¦)', { callee: 'outer', index: 1 }],
    ['outer(inner(¦))', { callee: 'inner', index: 0 }],
  ])('of %j', (marked, expected) => {
    expect(at(marked).calls[0]).toMatchObject(expected);
  });

  it('is none in an index, behind a keyword, or behind its end', () => {
    for (const marked of ['x = (¦', 'return (¦', 'f(1)¦', 'x[¦'])
      expect(at(marked).calls).toEqual([]);
  });
});

describe('the scope', () => {
  const CLASS =
    'class F(mf.FlowSpec, Mixin[T]):\n    def join(self, inputs: list = None):\n        x = 1\n';

  it('follows indentation, on empty lines too', () => {
    expect(at(`${CLASS}        ¦`).scope).toMatchObject({
      className: 'F',
      bases: ['mf.FlowSpec', 'Mixin'],
      method: { name: 'join', parameters: ['self', 'inputs'] },
    });
    expect(at(`${CLASS}    ¦`).scope.method).toBeUndefined();
    expect(at(`${CLASS}¦`).scope.className).toBeUndefined();
  });

  it('is found past a bracket that stays open', () => {
    const text = 'class F(A):\n    def a(self):\n        x = foo(\n    def b(self):\n        ¦';
    expect(at(text).scope.method?.name).toBe('b');
  });

  it('is elsewhere in functions and inner classes', () => {
    expect(at('def f():\n    ¦').scope.elsewhere).toBe(true);
    expect(at('class A:\n    class B:\n        ¦').scope.elsewhere).toBe(true);
  });
});

/** Pieces that half-typed Python is made of. */
const text = fc
  .array(
    fc.constantFrom(
      'self',
      '.',
      'next',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '"""',
      '\n',
      '\r\n',
      '\t',
      '    ',
      '@',
      'def ',
      'class ',
      'F',
      ':',
      ',',
      '=',
      '#',
      '\\',
      'f"',
      ';',
      'from metaflow import ',
      'async ',
      '😀',
      '\uFEFF',
      '1.',
      ' ',
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

it('answers for any text and any place', () => {
  fc.assert(
    fc.property(text, fc.nat(12), fc.nat(40), (code, line, character) => {
      const { place } = cursorAt(code, { line, character });
      wordAt(code, { line, character });
      if (place.kind === 'nothing') return;
      const { start, end } = place.word.range;
      expect(start.line).toBe(end.line);
      expect(start.character).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});

it('counts places as editors do', () => {
  fc.assert(
    fc.property(text, fc.nat(200), (code, number) => {
      const offset = Math.min(number, code.length);
      // Between the two halves of a line's end no place is.
      fc.pre(!(code[offset] === '\n' && code[offset - 1] === '\r'));
      expect(offsetAt(code, positionAt(code, offset))).toBe(offset);
    }),
  );
});
