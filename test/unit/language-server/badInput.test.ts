/** What no editor should send, and what people type all the same: the server answers, and other documents lose nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { answering } from '../../../language-server/answering';
import { Notebooks } from '../../../language-server/notebooks/notebooks';
import { buildServer, Editor, type ServerBundle } from './serverProcess';

const FLOW = `from metaflow import FlowSpec, step

class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.ende)
    @step
    def end(self):
        pass

if __name__ == '__main__':
    HelloFlow()
`;
const inStart = (line: string): string => FLOW.replace('self.next', `${line}\n        self.next`);

const TEXTS: readonly (readonly [string, string])[] = [
  ['five megabytes', `${FLOW}${'x = [1, 2, 3]\n'.repeat(400_000)}`],
  ['ten thousand brackets', inStart(`x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`)],
  ['ten thousand brackets that stay open', inStart(`self.x = ${'[self.y, '.repeat(10_000)}`)],
  ['a sum of ten thousand', inStart(`self.x = self.y${' + self.y'.repeat(10_000)}`)],
  [
    'a thousand conditions inside each other',
    inStart(
      Array.from({ length: 1_000 }, (_, at) => `${' '.repeat(8 + at)}if self.x:`)
        .join('\n')
        .trimStart(),
    ),
  ],
  ['a line of a megabyte', inStart(`self.x = '${'x'.repeat(1_000_000)}'`)],
  ['tabs and spaces mixed', FLOW.replaceAll('        ', '\t')],
  ['characters that were no text', inStart("self.x = '\uFFFD\u0000\uD800'")],
  ['nothing', ''],
];

describe('the server is given', () => {
  let server: ServerBundle;
  let editor: Editor;
  let folder: string;
  beforeAll(async () => {
    server = await buildServer();
  });
  afterAll(() => server.remove());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-bad-'));
    editor = await Editor.start(server);
  });
  afterEach(() => {
    editor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).toString();

  it.each(TEXTS)('%s, and marks the other document', async (_, text) => {
    await editor.open(uriOf('bad.py'), text);
    await editor.tell('textDocument/didChange', {
      textDocument: { uri: uriOf('bad.py'), version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' },
      ],
    });
    await editor.open(uriOf('good.py'), FLOW);
    await editor.until(() => editor.codes(uriOf('good.py')).includes('unknown-step'));
    for (const method of ['documentSymbol', 'hover', 'completion', 'codeAction', 'references']) {
      await editor.ask(`textDocument/${method}`, {
        textDocument: { uri: uriOf('bad.py') },
        position: { line: 6, character: 15 },
        range: { start: { line: 6, character: 15 }, end: { line: 6, character: 15 } },
        context: { diagnostics: [], includeDeclaration: true },
      });
    }
    expect({ isAlive: editor.isAlive, log: editor.log }).toEqual({ isAlive: true, log: [] });
  });

  it('a base class in bytes that are no UTF-8, which goes away', async () => {
    const base = path.join(folder, 'base.py');
    const text =
      FLOW.replace('HelloFlow(FlowSpec)', 'Base(FlowSpec)').split('if __name__')[0] ?? '';
    writeFileSync(base, Buffer.concat([Buffer.from('# caf\xe9\n', 'latin1'), Buffer.from(text)]));
    await editor.open(uriOf('heir.py'), 'from base import Base\nclass Heir(Base): pass\nHeir()\n');
    await editor.until(() => editor.codes(uriOf('heir.py')).includes('unknown-step'));
    rmSync(base);
    await editor.tell('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(base).toString(), type: 3 }],
    });
    await editor.until(() => editor.codes(uriOf('heir.py')).length === 0);
    expect({ isAlive: editor.isAlive, log: editor.log }).toEqual({ isAlive: true, log: [] });
  });

  it('changes of a document that was never opened, and a question about it', async () => {
    await editor.tell('textDocument/didChange', {
      textDocument: { uri: uriOf('ghost.py'), version: 2 },
      contentChanges: [{ text: FLOW }],
    });
    const answer = await editor.ask('textDocument/documentSymbol', {
      textDocument: { uri: uriOf('ghost.py') },
    });
    expect(answer).toBeNull();
  });
});

describe('a feature that throws', () => {
  it('is told of with its stack, and answers with nothing', async () => {
    const log: string[] = [];
    let ask: (params: unknown) => unknown = () => expect.fail('nothing registered');
    const connection = {
      console: { error: (message: string) => void log.push(message) },
      onHover: (answer: typeof ask) => void (ask = answer),
    } as unknown as Connection;
    answering(connection, new Notebooks()).onHover(() => {
      throw new TypeError('broken feature');
    });
    expect(await ask({ textDocument: { uri: 'file:///a.py' } })).toBeNull();
    expect(log).toEqual([expect.stringMatching(/TypeError: broken feature\n +at /)]);
  });
});
