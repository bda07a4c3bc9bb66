/** All Run pages: one a flow, unless it is pinned to a run. */
import * as vscode from 'vscode';
import type { RunRef } from '../../runner/service/protocol';
import type { PageState } from '../../webviews/run/contract';
import { RUN_PAGE } from '../ids';
import { sameRun } from '../runList';
import { newPage, readPageState } from './pageState';
import { RunPage, type RunPageOptions } from './runPage';

export interface PageRequest {
  readonly flow: string;
  /** URI of the flow's file. */
  readonly uri?: string;
  readonly run?: RunRef;
}

export class RunPages implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly pages = new Set<RunPage>();

  constructor(private readonly options: RunPageOptions) {}

  open(request: PageRequest): RunPage {
    const { flow, uri, run } = request;
    const found = [...this.pages].find((page) => fits(page.state, request));
    if (found) {
      found.open({ ...(run ? { run } : {}), ...(uri === undefined ? {} : { uri }) });
      return found;
    }
    const panel = vscode.window.createWebviewPanel(
      RUN_PAGE,
      flow,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {},
    );
    return this.add(panel, newPage(flow, uri, run));
  }

  /** Called by the editor for each page that was open when the window was reloaded. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const state = readPageState(kept);
    if (state) {
      this.options.runs.open();
      this.add(panel, state);
    } else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    for (const page of this.pages) page.dispose();
  }

  private add(panel: vscode.WebviewPanel, state: PageState): RunPage {
    panel.iconPath = this.options.icon;
    const page = new RunPage(panel, state, this.options);
    this.pages.add(page);
    panel.onDidDispose(() => {
      this.pages.delete(page);
      page.dispose();
    });
    return page;
  }
}

/** A page that may show what is asked for: of this flow, and not pinned to another run. */
function fits(state: PageState, { flow, uri, run }: PageRequest): boolean {
  if (state.flow !== flow) return false;
  if (uri !== undefined && state.uri !== undefined && uri !== state.uri) return false;
  return !state.pinned || (run !== undefined && sameRun(state.run, run));
}
