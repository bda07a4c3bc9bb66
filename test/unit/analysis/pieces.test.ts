/** A module cut into pieces: it means what the whole means, and only what changed is read again. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { moved } from '../../../runner/analysis/source/moved';
import { PieceMemory } from '../../../runner/analysis/source/pieceMemory';
import { piecesOf } from '../../../runner/analysis/source/pieces';
import { readModule } from '../../../runner/analysis/source/readModule';
import { readStatements } from '../../../runner/analysis/source/statements';
import { flowText } from '../../fixtures/flowText';
import { pythonParser } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** Each piece as one text, members behind their class. */
function cut(text: string): string[] {
  return piecesOf(text).flatMap((each) =>
    each.kind === 'statement'
      ? [each.piece.text]
      : [each.head.text, ...each.members.map((member) => `  | ${member.text.trimStart()}`)],
  );
}

describe('the pieces of a module', () => {
  it('are its statements, and the members of its classes', () => {
    expect(
      cut(
        'import a\n# about b\nb = [\n1,\n]\n\n@d\nclass C(B):\n    """Doc"""\n    x = 1\n\n    @step\n    def s(self):\n        pass\n\nC()\n',
      ),
    ).toEqual([
      'import a\n# about b',
      'b = [\n1,\n]',
      '@d\nclass C(B):',
      '  | """Doc"""',
      '  | x = 1',
      '  | @step\n    def s(self):\n        pass',
      'C()',
    ]);
  });

  it.each([
    ['a string over several lines', 'x = """\nclass A:\n    def b(self): pass\n"""\n'],
    ['a continued line', 'x = 1 + \\\n2\n'],
    ['quotes inside other quotes', `x = "'" + '"""' + r'\\'\n`],
    [
      'else, except and finally',
      'try:\n    pass\nexcept E:\n    pass\nelse:\n    pass\nfinally:\n    pass\n',
    ],
    ['a closing bracket at the left', 'x = f(\n1\n)\n'],
    ['a matrix product at the beginning of a line', 'x = (a\n  @b\n  + c)\n'],
    ['several decorators with comments between them', '@a\n# why\n@b(\n1)\ndef f(): pass\n'],
  ])('keep together %s', (_, text) => {
    expect(cut(text)).toEqual([text.trimEnd()]);
  });

  it('end a bracket that was forgotten where a definition begins', () => {
    expect(
      cut(
        'class C:\n  @step\n  def a(self):\n    self.next(self.b\n  @step\n  def b(self): pass\n',
      ),
    ).toEqual([
      'class C:',
      '  | @step\n  def a(self):\n    self.next(self.b',
      '  | @step\n  def b(self): pass',
    ]);
  });

  it('leave the members of a class to it when something is typed at the left between them', () => {
    expect(cut('class C:\n  def a(self): pass\nsel\n  def b(self): pass\nC()\n')).toEqual([
      'class C:',
      '  | def a(self): pass',
      '  | sel',
      '  | def b(self): pass',
      'C()',
    ]);
  });

  it('say together what the whole text says', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const text = flowText({ seed, steps: 6, lines: 6 });
        const tree = parser.parse(text);
        const whole = readStatements(tree.rootNode, false);
        tree.delete();
        expect(readModule(parser, text, '/f.py')).toMatchObject(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('say the same whichever way lines end', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const text = flowText({ seed, steps: 6, lines: 6 });
        const windows = readModule(parser, text.replaceAll('\n', '\r\n'), '/f.py');
        expect(windows).toEqual(readModule(parser, text, '/f.py'));
      }),
      { numRuns: 20 },
    );
  });
});

describe('what was read of a piece', () => {
  const text = flowText({ seed: 3, steps: 5 });

  it('is the very same after an edit elsewhere', () => {
    const memory = new PieceMemory();
    const before = readModule(parser, text, '/f.py', memory).classes.get('RandomFlow')?.members;
    const edited = text.replace(/pass|self\.score = /, 'self.other = ');
    const after = readModule(parser, edited, '/f.py', memory).classes.get('RandomFlow')?.members;
    const same = before?.filter((member) => after?.includes(member));
    expect(same?.length).toBe((before?.length ?? 0) - 1);
  });

  it('moves with its lines', () => {
    const memory = new PieceMemory();
    readModule(parser, text, '/f.py', memory);
    const lower = `# one\n\n${text}`;
    expect(readModule(parser, lower, '/f.py', memory)).toEqual(readModule(parser, lower, '/f.py'));
  });

  it('is parsed once while it stays', () => {
    let parses = 0;
    const counting: PythonParser = {
      parse(piece) {
        parses++;
        return parser.parse(piece);
      },
    };
    const memory = new PieceMemory();
    readModule(counting, text, '/f.py', memory);
    parses = 0;
    readModule(counting, text.replace('import json', 'import json, csv'), '/f.py', memory);
    expect(parses).toBe(1);
  });

  it('is forgotten when it is gone for two readings', () => {
    const memory = new PieceMemory();
    const read = (): number => memory.get('k', { text: 'x', row: 0 }, () => ++reads);
    let reads = 0;
    read();
    memory.begin();
    memory.begin();
    expect(read()).toBe(2);
  });
});

describe('a model some rows down', () => {
  it('shares what has no place', () => {
    const range = { start: { line: 1, character: 2 }, end: { line: 3, character: 4 } };
    const model = { name: ['a'], range, places: new Map([['k', range]]), line: 5 };
    const lower = moved(model, 10);
    const expected = { start: { line: 11, character: 2 }, end: { line: 13, character: 4 } };
    expect(lower).toEqual({ ...model, range: expected, places: new Map([['k', expected]]) });
    expect(lower.name).toBe(model.name);
  });
});
