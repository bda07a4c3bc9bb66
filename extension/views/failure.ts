/**
 * The failing line of the newest run of each flow, as a diagnostic: until that line changes or the next run begins.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunFacts } from '../../runner/flow/facts';
import type { RunModel, TracebackFrame } from '../../runner/service/protocol';
import type { Runs } from '../runs';
import { movedLine, ownFrame } from './failurePlace';

interface Mark {
  readonly run: string;
  readonly uri: vscode.Uri;
  line: number;
  /** The line's text when it failed, stripped. */
  readonly text: string;
  readonly diagnostic: vscode.Diagnostic;
}

export class Failures implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('flowdeck.failures');
  /** By file and flow; undefined while the run is looked at, or when it has no line to show. */
  private readonly marks = new Map<string, { readonly run: string; mark?: Mark }>();
  private readonly disposables: readonly { dispose(): unknown }[];

  constructor(
    private readonly runs: Runs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables = [
      this.collection,
      runs.onDidChangeFacts(() => this.update()),
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
    ];
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private update(): void {
    let changed = false;
    for (const facts of this.runs.facts) {
      const key = `${facts.file ?? ''}#${facts.flow}`;
      if (this.marks.get(key)?.run === facts.run.id && facts.run.state !== 'running') continue;
      changed = this.marks.delete(key) || changed;
      if (facts.run.state === 'failed') this.look(key, facts);
    }
    if (changed) this.publish();
  }

  private look(key: string, facts: RunFacts): void {
    const { root, id } = facts.run;
    const entry: { readonly run: string; mark?: Mark } = { run: id };
    this.marks.set(key, entry);
    this.runs
      .snapshot({ root, flow: facts.flow, run: id })
      .then(async (model) => {
        const mark = await markOf(model, facts.file);
        if (!mark || this.marks.get(key) !== entry) return;
        entry.mark = mark;
        this.publish();
      })
      .catch((error: unknown) => this.log.warn(`failing line of ${facts.flow}: ${String(error)}`));
  }

  private follow(event: vscode.TextDocumentChangeEvent): void {
    const uri = event.document.uri.toString();
    let changed = false;
    for (const entry of this.marks.values()) {
      const { mark } = entry;
      if (mark?.uri.toString() !== uri) continue;
      const line = lineAfter(mark.line, event.contentChanges);
      const stays = line !== undefined && textAt(event.document, line) === mark.text;
      if (stays && line === mark.line) continue;
      changed = true;
      if (stays) mark.line = line;
      else delete entry.mark;
    }
    if (changed) this.publish(event.document);
  }

  private publish(document?: vscode.TextDocument): void {
    const byFile = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
    for (const { mark } of this.marks.values()) {
      if (!mark) continue;
      if (document?.uri.toString() === mark.uri.toString()) {
        mark.diagnostic.range = rangeOf(document, mark.line);
      }
      const file = byFile.get(mark.uri.toString()) ?? { uri: mark.uri, diagnostics: [] };
      file.diagnostics.push(mark.diagnostic);
      byFile.set(mark.uri.toString(), file);
    }
    this.collection.clear();
    for (const { uri, diagnostics } of byFile.values()) this.collection.set(uri, diagnostics);
  }
}

function lineAfter(
  line: number,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): number | undefined {
  // Changes come last in the document first, so that each position is right when it is reached.
  return changes.reduce<number | undefined>((at, { range, text }) => {
    const change = {
      start: range.start.line,
      end: range.end.line,
      inserted: text.split('\n').length - 1,
    };
    return at === undefined ? undefined : movedLine(at, change);
  }, line);
}

function textAt(document: vscode.TextDocument, line: number): string | undefined {
  return line < document.lineCount ? document.lineAt(line).text.trim() : undefined;
}

function rangeOf(document: vscode.TextDocument, line: number): vscode.Range {
  const { text, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  return new vscode.Range(line, firstNonWhitespaceCharacterIndex, line, text.trimEnd().length);
}

async function markOf(model: RunModel, file: string | undefined): Promise<Mark | undefined> {
  const { failure } = model;
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  if (file !== undefined) folders.push(path.dirname(file));
  const frame = failure && ownFrame(failure.error, folders);
  if (!frame) return undefined;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(frame.file));
  const line = frame.line - 1;
  const text = textAt(document, line);
  // The file was edited after the run: the line is another one.
  if (text === undefined || (frame.text !== undefined && frame.text.trim() !== text))
    return undefined;
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, line),
    failure.error.message,
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = 'Flowdeck';
  diagnostic.code = `${model.ref.flow}/${model.ref.run}/${failure.step}/${failure.task}`;
  const others = (failure.error.frames ?? []).filter((other) => other !== frame);
  diagnostic.relatedInformation = others.map(related);
  return { run: model.ref.run, uri: document.uri, line, text, diagnostic };
}

function related(frame: TracebackFrame): vscode.DiagnosticRelatedInformation {
  const at = new vscode.Position(Math.max(0, frame.line - 1), 0);
  return new vscode.DiagnosticRelatedInformation(
    new vscode.Location(vscode.Uri.file(frame.file), at),
    vscode.l10n.t('in {0}', frame.name),
  );
}
