/** Whatever is typed: no crash, and the same as if the text were read anew. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Documents } from '../../../language-server/documents';
import { diagnostics } from '../../../language-server/features/diagnostics';
import { analyseModule } from '../../../runner/analysis/analyse';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser, read } from '../analysis/snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const URI = 'file:///flows/test.py';
const TEXT = `from metaflow import FlowSpec, Parameter, retry, step

class F(FlowSpec):
    """Ünïcode 😀 docs"""
    alpha = Parameter('alpha', default=0.1, help='x' 'y')

    @retry(times=2)
    @step
    def start(self):
        self.items = [1, 2, {'a': (3, 4)}]
        self.next(self.train, foreach='items')

    @step
    def train(self):
        print(f"{self.input!r:>10}")  # (
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next({'big': self.end, 'small': self.end}, condition='size')

    @step
    def end(self): pass

if __name__ == '__main__':
    F()
`;
/** What people type, and what trips parsers. */
const PIECES = [
  '(',
  ')',
  '[',
  '}',
  "'",
  '"',
  '"""',
  '#',
  '\\',
  '\n',
  '\r\n',
  '    ',
  '\t',
  '@',
  'def ',
  'class X(F):\n',
  'self.next(self.',
  'lambda: ',
  'if x:\n',
  ',',
  '😀',
  '\u0000',
  '@step\n    def new(self):\n        ',
  '',
];
const edits = fc.array(
  fc.record({
    from: fc.nat(1200),
    length: fc.oneof(fc.constant(0), fc.nat(60)),
    text: fc.constantFrom(...PIECES),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('an edited document', () => {
  it('is read as if it had been opened like that', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const documents = new Documents(parser);
        documents.open(URI, 1, TEXT);
        let mirror = TextDocument.create(URI, 'python', 1, TEXT);
        all.forEach(({ from, length, text }, index) => {
          const start = Math.min(from, mirror.getText().length);
          const range = { start: mirror.positionAt(start), end: mirror.positionAt(start + length) };
          documents.change(URI, index + 2, [{ range, text }]);
          mirror = TextDocument.update(mirror, [{ range, text }], index + 2);
          const incremental = documents.get(URI)?.module;
          const fresh = read(parser, mirror.getText());
          // The assertion shows the difference; it takes long.
          if (!isDeepStrictEqual(incremental, fresh)) expect(incremental).toEqual(fresh);
          expect(() => diagnostics(analyseModule(fresh, () => undefined))).not.toThrow();
        });
        documents.close(URI);
      }),
      { numRuns: 50 },
    );
  });

  it('may be replaced whole', () => {
    const documents = new Documents(parser);
    documents.open(URI, 1, 'x = 1');
    documents.change(URI, 2, [{ text: TEXT }]);
    expect([...(documents.get(URI)?.module.classes.keys() ?? [])]).toEqual(['F']);
    documents.close(URI);
    expect(documents.get(URI)).toBeUndefined();
  });
});
