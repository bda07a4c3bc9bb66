/**
 * Live state of the steps in the gutter: of the newest run of each flow in a visible editor, while it runs and, once this
 * window has seen it run, until the next one.
 */
import * as vscode from 'vscode';
import type { FlowSummary, StaticFlow } from '../../language-server/protocol';
import type { RunFacts } from '../../runner/flow/facts';
import type { TaskState } from '../../runner/service/protocol';
import type { Language } from '../language';
import type { Runs } from '../runs';
import { throttle } from '../throttle';
import { glyphDataUri } from './glyphs';
import { PICTURE_COLORS } from './states';

type Lines = { readonly [step: string]: number };

export class Gutter implements vscode.Disposable {
  private readonly types = new Map<TaskState, vscode.TextEditorDecorationType>();
  /** Ids of runs that were seen running. */
  private readonly seen = new Set<string>();
  /** Lines of the steps as of the last edit: document → flow → step. */
  private readonly edited = new Map<string, readonly StaticFlow[]>();
  private readonly drawSoon = throttle(() => this.draw(), 100);
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly language: Language,
    private readonly runs: Runs,
  ) {
    this.disposables = [
      runs.onDidChangeFacts(this.drawSoon.call),
      vscode.window.onDidChangeVisibleTextEditors(this.drawSoon.call),
      language.onDidChangeFlows(() => {
        this.edited.clear();
        this.drawSoon.call();
      }),
      language.onDidEdit(({ uri, flows }) => {
        this.edited.set(vscode.Uri.parse(uri).toString(), flows);
        this.drawSoon.call();
      }),
    ];
  }

  dispose(): void {
    this.drawSoon.cancel();
    for (const disposable of [...this.disposables, ...this.types.values()]) disposable.dispose();
  }

  private draw(): void {
    for (const facts of this.runs.facts) {
      if (facts.run.state === 'running') this.seen.add(`${facts.run.root}/${facts.run.id}`);
    }
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.languageId === 'python') this.drawEditor(editor);
    }
  }

  private drawEditor(editor: vscode.TextEditor): void {
    const ranges = new Map<TaskState, vscode.Range[]>();
    for (const [flow, lines] of this.flowsIn(editor.document.uri)) {
      const facts = this.runs.factsOf(flow, editor.document.uri.fsPath);
      if (!facts || !this.seen.has(`${facts.run.root}/${facts.run.id}`)) continue;
      collect(facts, lines, ranges);
    }
    for (const state of Object.keys(PICTURE_COLORS) as TaskState[]) {
      const wanted = ranges.get(state) ?? [];
      if (wanted.length > 0 || this.types.has(state)) {
        editor.setDecorations(this.typeOf(state), wanted);
      }
    }
  }

  private flowsIn(uri: vscode.Uri): readonly (readonly [string, Lines])[] {
    const edited = this.edited.get(uri.toString());
    if (edited) {
      return edited.map(({ description, stepRanges }) => {
        const entries = Object.entries(stepRanges);
        const lines = entries.map(([step, range]) => [step, range.start.line] as const);
        return [description.name, Object.fromEntries(lines)] as const;
      });
    }
    return (this.language.flows ?? [])
      .filter((flow) => vscode.Uri.parse(flow.uri).toString() === uri.toString())
      .map((flow) => [flow.name, summaryLines(flow)] as const);
  }

  private typeOf(state: TaskState): vscode.TextEditorDecorationType {
    const known = this.types.get(state);
    if (known) return known;
    const { dark, light } = PICTURE_COLORS[state];
    const icon = (color: string) => ({
      gutterIconPath: vscode.Uri.parse(glyphDataUri(state, color)),
      gutterIconSize: 'contain',
    });
    const type = vscode.window.createTextEditorDecorationType({
      dark: icon(dark),
      light: icon(light),
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
    this.types.set(state, type);
    return type;
  }
}

function summaryLines(flow: FlowSummary): Lines {
  return Object.fromEntries(flow.steps.map(({ name, range }) => [name, range.start.line]));
}

function collect(facts: RunFacts, lines: Lines, ranges: Map<TaskState, vscode.Range[]>): void {
  for (const [step, line] of Object.entries(lines)) {
    const state = facts.steps[step]?.state;
    // After the end nobody waits any more.
    if (!state || (state === 'waiting' && facts.run.state !== 'running')) continue;
    const range = new vscode.Range(line, 0, line, 0);
    ranges.set(state, [...(ranges.get(state) ?? []), range]);
  }
}
