/** The open documents: their text, and what it says. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ModuleModel } from '../runner/analysis/model';
import type { PythonParser } from '../runner/analysis/source/parser';
import { PieceMemory } from '../runner/analysis/source/pieceMemory';
import { readModule } from '../runner/analysis/source/readModule';
import { pathOf } from './uris';

export interface OpenDocument {
  readonly uri: string;
  /** Absolute; for documents that have no file, their URI's path. */
  readonly path: string;
  readonly version: number;
  readonly text: string;
  readonly module: ModuleModel;
}

interface Entry {
  readonly path: string;
  /** What was read of its pieces, so that an edit costs only those that it changes. */
  readonly memory: PieceMemory;
  document: TextDocument;
  /** Read at the first question after an edit. */
  module: ModuleModel | undefined;
}

export class Documents {
  /** Another number whenever a text is another. */
  generation = 0;
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly parser: PythonParser) {}

  open(uri: string, version: number, text: string): void {
    this.close(uri);
    this.generation++;
    this.entries.set(uri, {
      path: pathOf(uri),
      memory: new PieceMemory(),
      document: TextDocument.create(uri, 'python', version, text),
      module: undefined,
    });
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const entry = this.entries.get(uri);
    if (!entry) return;
    this.generation++;
    entry.document = TextDocument.update(entry.document, [...changes], version);
    entry.module = undefined;
  }

  close(uri: string): void {
    if (this.entries.delete(uri)) this.generation++;
  }

  get(uri: string): OpenDocument | undefined {
    const entry = this.entries.get(uri);
    if (!entry) return undefined;
    const { path, document, memory } = entry;
    const text = document.getText();
    entry.module ??= readModule(this.parser, text, path, memory);
    return { uri, path, version: document.version, text, module: entry.module };
  }

  /** The open document of a file. */
  ofPath(path: string): OpenDocument | undefined {
    for (const [uri, entry] of this.entries) if (entry.path === path) return this.get(uri);
    return undefined;
  }

  uris(): string[] {
    return [...this.entries.keys()];
  }
}
