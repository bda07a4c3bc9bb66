/** The real process over stdio: what an editor says and gets. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type {
  CodeLens,
  Diagnostic,
  DocumentSymbol,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import {
  DescribeFlow,
  FlowsEdited,
  PushFacts,
  TrustGranted,
  WorkspaceFlows,
  type InitializationOptions,
} from '../../../language-server/protocol';
import type { RunFacts } from '../../../runner/flow/facts';
import { buildServer, type ServerBundle } from './serverProcess';

let built: ServerBundle;
beforeAll(async () => {
  built = await buildServer();
});
afterAll(() => built.remove());

const TEXT = `from metaflow import FlowSpec, step

class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass

if __name__ == '__main__':
    HelloFlow()
`;
const URI = 'file:///flows/hello.py';
const FACTS: RunFacts = {
  flow: 'HelloFlow',
  run: { root: '/flows/.metaflow', id: '7', state: 'succeeded', startedAt: 0, duration: 9800 },
  steps: {},
};

describe('the language server', () => {
  let child: ChildProcess;
  let editor: MessageConnection;
  let diagnostics: Map<string, readonly Diagnostic[]>;
  let refreshes: number;
  let waiting: (() => void)[];

  /** Resolves once the condition holds; asked after every message of the server. */
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (holds()) resolve();
        else waiting.push(check);
      };
      check();
    });
  const wake = (): void => {
    const checks = waiting;
    waiting = [];
    for (const check of checks) check();
  };

  const start = async (options: unknown, folders: readonly string[] = []): Promise<unknown> =>
    editor.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: folders.map((each) => ({ uri: pathToFileURL(each).toString(), name: '' })),
      capabilities: {
        workspace: { codeLens: { refreshSupport: true } },
        textDocument: { callHierarchy: { dynamicRegistration: true } },
      },
      initializationOptions: options,
    });
  const options = (): InitializationOptions => ({ wasmFolder: built.folder, trusted: true });
  const open = (uri: string, text: string): Promise<void> =>
    editor.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'python', version: 1, text },
    });
  const lenses = async (uri = URI): Promise<string[]> => {
    const found: CodeLens[] = await editor.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    return found.map((lens) => lens.command?.title ?? '');
  };

  beforeEach(() => {
    diagnostics = new Map();
    refreshes = 0;
    waiting = [];
    child = spawn(process.execPath, [built.file, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!child.stdout || !child.stdin) throw new Error('no pipes');
    editor = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    editor.onNotification(
      'textDocument/publishDiagnostics',
      (params: { uri: string; diagnostics: Diagnostic[] }) => {
        diagnostics.set(params.uri, params.diagnostics);
        wake();
      },
    );
    editor.onRequest('workspace/codeLens/refresh', () => {
      refreshes++;
      wake();
      return null;
    });
    editor.listen();
  });
  afterEach(() => {
    editor.dispose();
    child.kill('SIGKILL');
  });

  it('draws lenses from text and facts, and asks for a refresh when the facts are others', async () => {
    await start(options());
    await open(URI, TEXT);
    const before = await lenses();
    await editor.sendNotification(PushFacts, { changed: [FACTS], removed: [] });
    await until(() => refreshes > 0);
    const after = await lenses();
    expect(before.slice(0, 3)).toEqual([
      '$(play) Run',
      '$(type-hierarchy-sub) Graph',
      '$(history) no runs yet',
    ]);
    expect(after[2]).toMatch(/^\$\(check\) succeeded .* · 9\.8 s$/);
    expect(after).toHaveLength(before.length);
  });

  it('offers no Run before the workspace is trusted', async () => {
    await start({ ...options(), trusted: false });
    await open(URI, TEXT);
    expect((await lenses())[0]).toBe('$(shield) Restricted');
    await editor.sendNotification(TrustGranted, {});
    await until(() => refreshes > 0);
    expect((await lenses())[0]).toBe('$(play) Run');
  });

  it('speaks the editor\u2019s language', async () => {
    await start({ ...options(), messages: { Run: 'Starten', 'no runs yet': 'noch kein Lauf' } });
    await open(URI, TEXT);
    expect((await lenses()).slice(0, 3)).toEqual([
      '$(play) Starten',
      '$(type-hierarchy-sub) Graph',
      '$(history) noch kein Lauf',
    ]);
  });

  it('marks a wrong step while it is typed, and unmarks it', async () => {
    await start(options());
    await open(URI, TEXT);
    const edit = (version: number, text: string, from: number, to: number): Promise<void> =>
      editor.sendNotification('textDocument/didChange', {
        textDocument: { uri: URI, version },
        contentChanges: [
          { range: { start: { line: 5, character: from }, end: { line: 5, character: to } }, text },
        ],
      });
    await edit(2, 'ende', 23, 26);
    await until(() => (diagnostics.get(URI) ?? []).length > 0);
    const [unknown] = diagnostics.get(URI) ?? [];
    expect(unknown).toMatchObject({
      code: 'unknown-step',
      range: { start: { line: 5, character: 23 }, end: { line: 5, character: 27 } },
    });
    await edit(3, '', 26, 27);
    await until(() => diagnostics.get(URI)?.length === 0);
  });

  it('tells a described document\u2019s flows when it is edited', async () => {
    await start(options());
    await open(URI, TEXT);
    const { flow } = await editor.sendRequest(DescribeFlow, { uri: URI });
    const edited = new Promise<readonly string[]>((resolve) => {
      editor.onNotification(FlowsEdited, ({ flows }) =>
        resolve(flows.flatMap((each) => each.description.steps.map((step) => step.name))),
      );
    });
    await editor.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [
        {
          text: TEXT.replace(
            '    @step\n    def end',
            '    @step\n    def more(self): pass\n    @step\n    def end',
          ),
        },
      ],
    });
    expect(flow?.description.steps.map((step) => step.name)).toEqual(['start', 'end']);
    expect(await edited).toEqual(['start', 'more', 'end']);
  });

  it('finds the flows of a folder, those that only inherit too', async () => {
    const workspace = path.join(built.folder, 'work räume');
    mkdirSync(path.join(workspace, 'common'), { recursive: true });
    writeFileSync(path.join(workspace, 'hello.py'), TEXT);
    writeFileSync(
      path.join(workspace, 'common/base.py'),
      TEXT.replace('HelloFlow', 'Base').split('if __name__')[0] ?? '',
    );
    writeFileSync(
      path.join(workspace, 'heir.py'),
      'from common.base import Base\nclass HeirFlow(Base): pass\nHeirFlow()\n',
    );
    await start(options());
    const { flows } = await editor.sendRequest(WorkspaceFlows, {
      folders: [pathToFileURL(workspace).toString()],
    });
    expect(flows.map((flow) => [flow.name, flow.uri, flow.steps.length])).toEqual([
      ['HeirFlow', pathToFileURL(path.join(workspace, 'heir.py')).toString(), 2],
      ['HelloFlow', pathToFileURL(path.join(workspace, 'hello.py')).toString(), 2],
    ]);
  });

  it('lists symbols', async () => {
    await start(options());
    await open(URI, TEXT);
    const symbols: DocumentSymbol[] = await editor.sendRequest('textDocument/documentSymbol', {
      textDocument: { uri: URI },
    });
    expect(
      symbols.map((symbol) => [symbol.name, symbol.children?.map((child) => child.name)]),
    ).toEqual([['HelloFlow', ['start', 'end']]]);
  });

  it('renames in files that were never opened, and tells why it cannot', async () => {
    const workspace = path.join(built.folder, 'renaming');
    mkdirSync(workspace, { recursive: true });
    const step = (name: string, next: string): string =>
      `    @step\n    def ${name}(self):\n        self.next(self.${next})\n`;
    const base = `from metaflow import FlowSpec, step\nclass Base(FlowSpec):\n${step('start', 'work')}${step('work', 'end')}`;
    const heir = `from base import Base\nfrom metaflow import step\nclass Heir(Base):\n${step('work', 'end')}`;
    writeFileSync(path.join(workspace, 'base.py'), base);
    writeFileSync(path.join(workspace, 'heir.py'), heir);
    await start(options(), [workspace]);
    const uri = pathToFileURL(path.join(workspace, 'base.py')).toString();
    await open(uri, base);
    const rename = (newName: string): Promise<WorkspaceEdit | null> =>
      editor.sendRequest('textDocument/rename', {
        textDocument: { uri },
        position: { line: 4, character: 25 },
        newName,
      });
    const { changes = {} } = (await rename('labour')) ?? {};
    const places = Object.entries(changes).map(([each, edits]) => [
      path.basename(each),
      edits.map(({ range }) => range.start.line),
    ]);
    expect(places).toEqual([
      ['base.py', [4, 6]],
      ['heir.py', [4]],
    ]);
    await expect(rename('start')).rejects.toThrow('Base has a step named start already.');
    const symbols: WorkspaceSymbol[] = await editor.sendRequest('workspace/symbol', {
      query: 'wrk',
    });
    expect(symbols.map(({ containerName }) => containerName).sort()).toEqual(['Base', 'Heir']);
  });

  it('has the call hierarchy of documents with flows alone', async () => {
    const hierarchies: unknown[] = [];
    interface Registrations {
      readonly registrations: readonly { method: string; registerOptions: unknown }[];
    }
    editor.onRequest('client/registerCapability', ({ registrations }: Registrations) => {
      for (const { method, registerOptions } of registrations) {
        if (method === 'textDocument/prepareCallHierarchy') hierarchies.push(registerOptions);
      }
      wake();
      return null;
    });
    const answer = await start(options());
    expect(answer).not.toHaveProperty('capabilities.callHierarchyProvider');
    await open('file:///flows/plain.py', 'def f(): pass\n');
    await open(URI, TEXT);
    await until(() => hierarchies.length > 0);
    expect(hierarchies).toEqual([
      { documentSelector: [{ language: 'python', scheme: 'file', pattern: '/flows/hello.py' }] },
    ]);
  });

  it('refuses to start without its options', async () => {
    await expect(start({ trusted: true })).rejects.toThrow(/wasmFolder/);
  });
});
