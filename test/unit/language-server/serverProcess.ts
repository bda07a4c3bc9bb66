/** The language server as a process of its own, spoken to as an editor does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Diagnostic } from 'vscode-languageserver';

const repository = path.resolve(import.meta.dirname, '../../..');

export interface ServerBundle {
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

export async function buildServer(): Promise<ServerBundle> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-ls-'));
  const file = path.join(folder, 'language-server.cjs');
  await esbuild.build({
    entryPoints: [path.join(repository, 'language-server/server.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
    // As scripts/build.mjs does.
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  for (const wasm of [
    'web-tree-sitter/web-tree-sitter.wasm',
    'tree-sitter-python/tree-sitter-python.wasm',
  ]) {
    cpSync(path.join(repository, 'node_modules', wasm), path.join(folder, path.basename(wasm)));
  }
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An editor with its server: what it was told last about each document. */
export class Editor {
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly log: string[] = [];
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly connection: MessageConnection,
  ) {
    connection.onNotification(
      'textDocument/publishDiagnostics',
      (params: { uri: string; diagnostics: Diagnostic[] }) => {
        this.diagnostics.set(params.uri, params.diagnostics);
        this.wake();
      },
    );
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
      this.wake();
    });
    connection.listen();
  }

  static async start({ folder, file }: ServerBundle): Promise<Editor> {
    const child = spawn(process.execPath, [file, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const editor = new Editor(
      child,
      createMessageConnection(
        new StreamMessageReader(child.stdout),
        new StreamMessageWriter(child.stdin),
      ),
    );
    await editor.ask('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      initializationOptions: { wasmFolder: folder, trusted: true },
    });
    await editor.tell('initialized', {});
    return editor;
  }

  ask<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  tell(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  open(uri: string, text: string): Promise<void> {
    return this.tell('textDocument/didOpen', {
      textDocument: { uri, languageId: 'python', version: 1, text },
    });
  }

  /** Resolves once the condition holds; asked after every message of the server. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (holds()) resolve();
        else this.waiting.push(check);
      };
      check();
    });
  }

  /** The codes that were told last about a document. */
  codes(uri: string): unknown[] {
    return (this.diagnostics.get(uri) ?? []).map(({ code }) => code);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null;
  }

  stop(): void {
    this.connection.dispose();
    this.child.kill('SIGKILL');
  }

  private wake(): void {
    const checks = this.waiting;
    this.waiting = [];
    for (const check of checks) check();
  }
}
