/**
 * What the extension knows of runs: the list, the facts of the newest, and the models of those that somebody watches. Trees,
 * gutter, status bar, context keys and pages read only this. Nothing is asked before `open` or `watch`.
 */
import * as vscode from 'vscode';
import { changeFacts, type FactsChange, type RunFacts } from '../runner/flow/facts';
import {
  FactsNotification,
  RunChangedNotification,
  RunsChangedNotification,
  RunsList,
  UnwatchRun,
  WatchRun,
  type RunModel,
  type RunRef,
  type RunSummary,
} from '../runner/service/protocol';
import { applyChange, endedBetween, runKey, runsOf } from './runList';
import { asFlowdeckError, type RunnerService } from './service';

const PAGE = 200;

interface Watched {
  readonly ref: RunRef;
  readonly listeners: Set<(model: RunModel) => void>;
  model?: RunModel;
  revision: number;
}

export class Runs implements vscode.Disposable {
  list: readonly RunSummary[] = [];
  /** Of all roots; `list` holds the newest of them. */
  total = 0;
  /** The list was read. */
  known = false;
  facts: readonly RunFacts[] = [];

  private readonly listEmitter = new vscode.EventEmitter<void>();
  readonly onDidChangeList = this.listEmitter.event;
  private readonly factsEmitter = new vscode.EventEmitter<FactsChange>();
  readonly onDidChangeFacts = this.factsEmitter.event;
  private readonly endEmitter = new vscode.EventEmitter<RunSummary>();
  /** A run that this window saw running has ended. */
  readonly onDidEnd = this.endEmitter.event;

  private readonly watched = new Map<string, Watched>();
  private revision = 0;
  private wanted = PAGE;
  private opened = false;

  constructor(
    private readonly service: RunnerService,
    private readonly log: vscode.LogOutputChannel,
  ) {
    service.onDidStart(() => this.subscribeAgain());
    service.onNotification(FactsNotification, (change) => {
      this.facts = changeFacts(this.facts, change);
      this.factsEmitter.fire(change);
    });
    service.onNotification(RunsChangedNotification, ({ revision, changed, removed }) => {
      if (!this.known) return;
      // A revision was missed: what changed then is unknown.
      if (revision !== this.revision + 1) return void this.refresh();
      const added = changed.filter((run) => !this.find(run.ref)).length;
      this.total += added - removed.filter((ref) => this.find(ref)).length;
      this.replace(revision, applyChange(this.list, changed, removed));
    });
    service.onNotification(RunChangedNotification, ({ ref, revision, model }) =>
      this.tellWatchers(runKey(ref), revision, model),
    );
  }

  /** Begins to follow the runs of the workspace (starts the service). Does nothing in an untrusted workspace. */
  open(): void {
    if (this.opened || !vscode.workspace.isTrusted) return;
    this.opened = true;
    void this.refresh();
  }

  async refresh(): Promise<void> {
    try {
      const page = await this.service.request(RunsList, { offset: 0, limit: this.wanted });
      this.total = page.total;
      this.known = true;
      this.replace(page.revision, page.runs);
    } catch (error) {
      this.log.error(`runs: ${asFlowdeckError(error).message}`);
    }
  }

  async loadMore(): Promise<void> {
    this.wanted = Math.min(500, this.wanted + PAGE);
    await this.refresh();
  }

  get canLoadMore(): boolean {
    return this.list.length < this.total && this.wanted < 500;
  }

  /** The newest run of a flow; of this file, where runs tell their file. */
  latest(flow: string, file?: string): RunSummary | undefined {
    return runsOf(this.list, flow, file)[0];
  }

  /** The run of the same flow before this one. */
  previous(ref: RunRef): RunSummary | undefined {
    const run = this.find(ref);
    return run && runsOf(this.list, ref.flow, run.file).find((it) => it.startedAt < run.startedAt);
  }

  find(ref: RunRef): RunSummary | undefined {
    return this.list.find((run) => runKey(run.ref) === runKey(ref));
  }

  factsOf(flow: string, file: string): RunFacts | undefined {
    return this.facts.find((facts) => facts.flow === flow && (facts.file ?? file) === file);
  }

  /** Tells the listener the run's model now and after every change, until disposed. */
  watch(
    ref: RunRef,
    listener: (model: RunModel) => void,
    failed: (error: Error) => void,
  ): { dispose(): void } {
    const key = runKey(ref);
    const watched = this.watched.get(key) ?? { ref, listeners: new Set(), revision: 0 };
    this.watched.set(key, watched);
    watched.listeners.add(listener);
    if (watched.model) listener(watched.model);
    else this.askModel(watched).catch((error: unknown) => failed(asFlowdeckError(error)));
    const dispose = () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size > 0 || this.watched.get(key) !== watched) return;
      this.watched.delete(key);
      this.service.notify(UnwatchRun, { ref });
    };
    return { dispose };
  }

  /** The run's model as it is now. */
  async snapshot(ref: RunRef): Promise<RunModel> {
    return new Promise((resolve, reject) => {
      const watching = this.watch(
        ref,
        (model) => {
          resolve(model);
          // Not at once: `watch` may not have returned yet.
          queueMicrotask(() => watching.dispose());
        },
        (error) => {
          reject(error);
          queueMicrotask(() => watching.dispose());
        },
      );
    });
  }

  dispose(): void {
    for (const emitter of [this.listEmitter, this.factsEmitter, this.endEmitter]) emitter.dispose();
  }

  private replace(revision: number, list: readonly RunSummary[]): void {
    const ended = endedBetween(this.list, list);
    this.revision = revision;
    this.list = list;
    this.listEmitter.fire();
    for (const run of ended) this.endEmitter.fire(run);
  }

  private async askModel(watched: Watched): Promise<void> {
    const { revision, model } = await this.service.request(WatchRun, { ref: watched.ref });
    this.tellWatchers(runKey(watched.ref), revision, model);
  }

  private tellWatchers(key: string, revision: number, model: RunModel): void {
    const watched = this.watched.get(key);
    // Models come whole: a missed revision needs no question, an older one that was overtaken is dropped.
    if (!watched || (watched.model && revision < watched.revision)) return;
    watched.model = model;
    watched.revision = revision;
    for (const listener of watched.listeners) listener(model);
  }

  private subscribeAgain(): void {
    if (this.opened) void this.refresh();
    for (const watched of this.watched.values()) {
      watched.revision = 0;
      this.askModel(watched).catch((error: unknown) => this.log.error(String(error)));
    }
  }
}
