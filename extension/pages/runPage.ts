/** One Run page: a panel, its state, and the two ways of its contract. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import type {
  FromPage,
  PageAction,
  PageState,
  Selection,
  Tab,
  ToPage,
} from '../../webviews/run/contract';
import type { StaticFlow } from '../../language-server/protocol';
import { CancelRun, type RunModel, type RunRef } from '../../runner/service/protocol';
import { shortId } from '../../runner/drawing/format';
import { COMMANDS } from '../ids';
import type { Language } from '../language';
import { openSource } from '../problems';
import { sameRun } from '../runList';
import type { Runs } from '../runs';
import { asFlowdeckError, type RunnerService } from '../service';
import { translations } from '../translations';
import { pageHtml } from './html';
import { changePage, type PageChange } from './pageState';
import { RunData } from './runData';

export interface RunPageOptions {
  /** The folder dist/webviews/. */
  readonly resources: vscode.Uri;
  /** Of the panel's tab. */
  readonly icon: { readonly light: vscode.Uri; readonly dark: vscode.Uri };
  readonly language: Language;
  readonly runs: Runs;
  readonly service: RunnerService;
  readonly log: vscode.LogOutputChannel;
}

export class RunPage implements vscode.Disposable {
  private data: RunData | undefined;
  /** The page in the panel has said that it is ready; a hidden panel's page is gone. */
  private ready = false;
  private visible = true;
  private chosen: ToPage | undefined;
  /** The flow's newest run when it was last looked at: only a newer one makes the page go on. */
  private newest: RunRef | undefined;
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    public state: PageState,
    private readonly options: RunPageOptions,
  ) {
    const { language, runs } = options;
    this.disposables = [
      panel.webview.onDidReceiveMessage((message: FromPage) => this.receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.visible === this.visible) return;
        this.visible = panel.visible;
        // A page that was hidden and shown within a moment is still there and does not say again that it is ready.
        if (panel.visible) this.start();
        else this.sleep();
      }),
      language.onDidEdit(({ uri, flows }) => {
        const flow = flows.find((it) => it.description.name === this.state.flow);
        if (sameUri(uri, this.state.uri) && flow) this.postFlow(flow);
      }),
      language.onDidChangeFlows(() => void this.sendFlow()),
      runs.onDidChangeList(() => this.followLatest()),
    ];
    this.draw();
    this.followLatest();
  }

  /** The run's model as it was last told to the page. */
  get model(): RunModel | undefined {
    return this.data?.model;
  }

  /** Shows a run or the flow itself, and brings the panel to the front without taking the focus. */
  open(change: { readonly run?: RunRef; readonly uri?: string }): void {
    this.change({ type: 'opened', ...change });
    this.panel.reveal(undefined, true);
  }

  choose(tab: Tab | undefined, selection: Selection): void {
    const message: ToPage = { type: 'choose', selection, ...(tab === undefined ? {} : { tab }) };
    this.change({ type: 'chosen', tab: tab ?? this.state.tab, selection });
    this.chosen = this.ready ? undefined : message;
    this.post(message);
  }

  dispose(): void {
    this.data?.dispose();
    for (const disposable of this.disposables) disposable.dispose();
  }

  private draw(): void {
    const { webview } = this.panel;
    const resource = (file: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.options.resources, file)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [this.options.resources] };
    this.panel.title = titleOf(this.state);
    webview.html = pageHtml({
      title: this.panel.title,
      cspSource: webview.cspSource,
      script: resource('run.js'),
      style: resource('run.css'),
      nonce: randomBytes(16).toString('hex'),
      language: vscode.env.language,
      translations: translations(),
    });
  }

  private receive(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        this.start();
        return;
      case 'changed':
        this.state = changePage(this.state, { ...message, type: 'chosen' });
        return;
      case 'tasks':
        this.data?.askTasks(message.request);
        return;
      case 'log':
        this.data?.followLog(message.place);
        return;
      case 'artifacts':
        this.data?.askArtifacts(message.place);
        return;
      case 'openSource':
        this.guard(openSource(vscode.Uri.file(this.absolute(message.file)), message.line));
        return;
      case 'copy':
        this.guard(vscode.env.clipboard.writeText(message.text));
        return;
      case 'action':
        this.act(message.action);
        return;
    }
  }

  private act(action: PageAction): void {
    const { run } = this.state;
    switch (action) {
      case 'run':
        void vscode.commands.executeCommand(
          run ? COMMANDS.runAgain : COMMANDS.runFlow,
          this.target(),
        );
        return;
      case 'resume':
        void vscode.commands.executeCommand(COMMANDS.resumeRun, this.target());
        return;
      case 'cancel':
        if (run) this.guard(this.options.service.request(CancelRun, { ref: run }));
        return;
      case 'pin':
      case 'unpin':
        this.change({ type: 'pinned', pinned: action === 'pin' });
        if (action === 'unpin') {
          this.newest = this.state.run;
          this.followLatest();
        }
    }
  }

  /** What the run commands take. */
  private target() {
    const { flow, uri, run } = this.state;
    return {
      flow,
      ...(uri === undefined ? {} : { uri }),
      ...(run ? { run: this.model?.ref ?? run } : {}),
    };
  }

  private start(): void {
    this.ready = true;
    this.postState();
    void this.sendFlow();
    this.show();
    if (this.chosen) this.post(this.chosen);
    this.chosen = undefined;
  }

  /** A hidden page keeps its state by itself; nothing is asked for it. */
  private sleep(): void {
    this.ready = false;
    this.data?.dispose();
    this.data = undefined;
  }

  private followLatest(): void {
    const file = this.state.uri === undefined ? undefined : vscode.Uri.parse(this.state.uri).fsPath;
    const latest = this.options.runs.latest(this.state.flow, file);
    if (!latest) return;
    const isNew = this.newest !== undefined && !sameRun(this.newest, latest.ref);
    this.newest = latest.ref;
    // An older run that was opened on purpose stays until another one begins.
    if (isNew || !this.state.run) this.change({ type: 'latest', run: latest.ref });
  }

  private change(change: PageChange): void {
    const before = this.state;
    this.state = changePage(before, change);
    if (this.state === before) return;
    this.panel.title = titleOf(this.state);
    this.postState();
    if (!sameRun(before.run, this.state.run)) this.show();
  }

  /** Begins to tell the page about its run. */
  private show(): void {
    if (!this.ready) return;
    this.data?.dispose();
    this.data = undefined;
    const { run } = this.state;
    if (!run || !vscode.workspace.isTrusted) {
      this.post({ type: 'run', model: null });
      return;
    }
    const { runs, service } = this.options;
    this.data = new RunData({
      ref: run,
      runs,
      service,
      post: (message) => this.post(message),
      failed: (error) => this.problem(error),
    });
  }

  private postState(): void {
    this.post({ type: 'state', state: this.state, canRun: vscode.workspace.isTrusted });
  }

  private async sendFlow(): Promise<void> {
    if (!this.ready) return;
    try {
      this.postFlow(await this.staticFlow());
    } catch (error) {
      this.problem(error);
    }
  }

  private async staticFlow(): Promise<StaticFlow | undefined> {
    const { language } = this.options;
    const { flow, uri } = this.state;
    if (uri !== undefined) return language.describe(vscode.Uri.parse(uri), flow);
    const found = (await language.workspaceFlows()).find((it) => it.name === flow);
    return found && language.describe(vscode.Uri.parse(found.uri), flow);
  }

  private postFlow(flow: StaticFlow | undefined): void {
    this.post({
      type: 'flow',
      ...(flow ? { description: flow.description } : {}),
      findings: flow?.findings ?? [],
    });
  }

  private absolute(file: string): string {
    const base = this.model?.description?.file;
    return path.isAbsolute(file) || base === undefined ? file : path.join(path.dirname(base), file);
  }

  private guard(work: Thenable<unknown>): void {
    work.then(undefined, (error: unknown) => this.problem(error));
  }

  private problem(error: unknown): void {
    const { code, message, remedy } = asFlowdeckError(error).toDetails();
    this.options.log.error(`page ${this.state.flow}: ${code}: ${message}`);
    this.post({ type: 'problem', message, ...(remedy === undefined ? {} : { remedy }) });
  }

  private post(message: ToPage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }
}

function titleOf(state: PageState): string {
  return state.run ? `${state.flow} ${shortId(state.run.run)}` : state.flow;
}

function sameUri(one: string, other: string | undefined): boolean {
  return (
    other !== undefined && vscode.Uri.parse(one).toString() === vscode.Uri.parse(other).toString()
  );
}
