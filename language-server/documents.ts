/** The open documents: their text, and a syntax tree that follows every edit. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ModuleModel } from '../runner/analysis/model';
import type { PythonParser, TextEdit, Tree } from '../runner/analysis/source/parser';
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
  document: TextDocument;
  tree: Tree;
  /** Read from the tree at the first question after an edit. */
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
      document: TextDocument.create(uri, 'python', version, text),
      tree: this.parser.parse(text),
      module: undefined,
    });
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const entry = this.entries.get(uri);
    if (!entry) return;
    this.generation++;
    for (const change of changes) {
      if ('range' in change) this.applyEdit(entry, version, change);
      else this.replace(entry, version, change.text);
    }
    entry.module = undefined;
  }

  close(uri: string): void {
    this.entries.get(uri)?.tree.delete();
    if (this.entries.delete(uri)) this.generation++;
  }

  get(uri: string): OpenDocument | undefined {
    const entry = this.entries.get(uri);
    if (!entry) return undefined;
    const path = pathOf(uri);
    const text = entry.document.getText();
    entry.module ??= readModule(this.parser, entry.tree, text, path);
    return { uri, path, version: entry.document.version, text, module: entry.module };
  }

  /** The open document of a file. */
  ofPath(path: string): OpenDocument | undefined {
    for (const uri of this.entries.keys()) if (pathOf(uri) === path) return this.get(uri);
    return undefined;
  }

  uris(): string[] {
    return [...this.entries.keys()];
  }

  private applyEdit(
    entry: Entry,
    version: number,
    change: Extract<TextDocumentContentChangeEvent, { range: unknown }>,
  ): void {
    const { document } = entry;
    const start = document.offsetAt(change.range.start);
    const oldEnd = document.offsetAt(change.range.end);
    const positions = {
      startPosition: pointAt(document, start),
      oldEndPosition: pointAt(document, oldEnd),
    };
    entry.document = TextDocument.update(document, [change], version);
    const newEnd = start + change.text.length;
    const edit: TextEdit = {
      startIndex: start,
      oldEndIndex: oldEnd,
      newEndIndex: newEnd,
      ...positions,
      newEndPosition: pointAt(entry.document, newEnd),
    };
    entry.tree = this.parser.reparse(entry.document.getText(), entry.tree, [edit]);
  }

  private replace(entry: Entry, version: number, text: string): void {
    entry.document = TextDocument.update(entry.document, [{ text }], version);
    entry.tree.delete();
    entry.tree = this.parser.parse(text);
  }
}

function pointAt(document: TextDocument, offset: number): { row: number; column: number } {
  const { line, character } = document.positionAt(offset);
  return { row: line, column: character };
}
