/** Names in Python code: who needs them, who surely sets them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { nameFlow } from '../../../../runner/analysis/refactor/names/nameFlow';
import type { NameFlow } from '../../../../runner/analysis/refactor/names/use';
import type { PythonParser } from '../../../../runner/analysis/source/parser';
import { namedChildren } from '../../../../runner/analysis/source/values';
import { pythonParser } from '../snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

function flowOf(...lines: readonly string[]): NameFlow {
  const tree = parser.parse(`${lines.join('\n')}\n`);
  try {
    expect(tree.rootNode.hasError, lines.join('\n')).toBe(false);
    return nameFlow(namedChildren(tree.rootNode), 'self');
  } finally {
    tree.delete();
  }
}
/** `needed → surely set` */
function told(...lines: readonly string[]): string {
  const { needs, sure } = flowOf(...lines);
  return `${[...needs].sort().join(' ')} → ${[...sure].sort().join(' ')}`;
}

describe('names', () => {
  it.each<[string, string, string[]]>([
    ['are read and set by assignments', 'a → x y', ['x = a', 'y = x + a']],
    ['are set side by side', 'd → a b c', ['a, (b, *c) = d']],
    ['are not set by an annotation alone', 'int → ', ['x: int']],
    ['are read by an augmented assignment', 'x → x', ['x += 1']],
    ['of attributes, keywords and options are none', 'f p q → ', ['f(p.x, key=q)']],
    ['behind an index are read', 'i items v → ', ['items[i] = v', 'items.last = v']],
    ['are bound by imports', ' → c n', ['import a.b as c', 'from m import n']],
    ['are bound by an import of a module in a package', ' → a', ['import a.b']],
    ['in f-strings are read', 'width x → ', ["f'{x!r:>{width}}'"]],
    ['are bound by a walrus', 'f → n', ['(n := f())']],
    ['are unbound by del', ' → ', ['x = 1', 'del x']],
  ])('%s', (_, expected, lines) => {
    expect(told(...lines)).toBe(expected);
  });

  it.each<[string, string, string[]]>([
    ['set in one arm are not sure', 'c → ', ['if c:', '    x = 1']],
    [
      'set in all arms are sure',
      'c d → x',
      ['if c:', '    x = 1', 'elif d:', '    x = 2', 'else:', '    x = 3'],
    ],
    [
      'of arms that end otherwise do not count',
      'E c → x',
      ['if c:', '    x = 1', 'else:', '    raise E'],
    ],
    ['set in a loop are not sure', 'a b print → ', ['for i in a:', '    x = i', '    print(x, b)']],
    [
      'set in a loop are needed behind it',
      'a print x → ',
      ['for i in a:', '    x = i', 'print(x)'],
    ],
    ['set in a while loop are not sure', 'c → ', ['while c:', '    x = 1']],
    ['set in a with are sure', 'open p → f x', ['with open(p) as f:', '    x = f.read()']],
    ['set in a with that forgives are not', 'suppress → ', ['with suppress():', '    x = 1']],
    [
      'set in a try are sure when handlers leave',
      'E f → x',
      ['try:', '    x = f()', 'except E:', '    raise'],
    ],
    [
      'set in a try are not when handlers go on',
      'E f → ',
      ['try:', '    x = f()', 'except E as e:', '    pass'],
    ],
    ['set in a finally are sure', 'f → y', ['try:', '    f()', 'finally:', '    y = 1']],
    [
      'caught by a pattern are set there',
      'C p print → ',
      ['match p:', '    case C(a=b):', '        print(b)'],
    ],
    [
      'set by each case are sure',
      'p → x',
      ['match p:', '    case 1:', '        x = 1', '    case _:', '        x = 2'],
    ],
    ['of a conditional are not sure', 'c f → ', ['c and (n := f())']],
  ])('%s', (_, expected, lines) => {
    expect(told(...lines)).toBe(expected);
  });

  it.each<[string, string, string[]]>([
    ['of a comprehension stay in it', 'f xs → y', ['y = [f(x) for x in xs if x]']],
    ['of its first list are outside', 'x → y', ['y = [x for x in x]']],
    ['of a lambda stay in it', 'b d → f', ['f = lambda a, *c, k=d: a + b + c + k']],
    [
      'of a function stay in it',
      'b deco → f',
      ['@deco', 'def f(a):', '    c = a', '    return c + b'],
    ],
    [
      'of a class stay in it, but are not seen by its methods',
      'Base w y → K',
      ['class K(Base):', '    y = w', '    def m(self):', '        return y'],
    ],
    ['that a walrus sets in a comprehension are outside', 'xs → ', ['[y := x for x in xs]']],
  ])('%s', (_, expected, lines) => {
    expect(told(...lines)).toBe(expected);
  });

  it('tell where no attribute can be written in their place', () => {
    const { uses } = flowOf(
      'x = 1',
      "print(f'{x=}', x)",
      'for y in x: pass',
      'class K:',
      '    def m(self): return x',
      'with x as z: pass',
    );
    expect(uses.map(({ name, replaceable }) => `${name} ${replaceable ? 'yes' : 'no'}`)).toEqual([
      'x yes', 'print yes', 'x no', 'x yes', 'y no', 'x yes', 'K no', 'x no', 'x yes', 'z no',
    ]); // prettier-ignore
  });

  it('are told when they are declared elsewhere', () => {
    expect([...flowOf('global a', 'def f():', '    nonlocal b', '    b = 1').declared]).toEqual([
      'a',
      'b',
    ]);
  });
});
