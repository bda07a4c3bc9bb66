/**
 * What a Run page is told of its run: the model as it changes, and the tasks, log and artifacts that the page asked for.
 * One object for one run; the page makes another when it shows another run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  TaskArtifacts,
  TaskLog,
  Tasks,
  type RunModel,
  type RunRef,
} from '../../runner/service/protocol';
import type { TaskOfRun, TasksRequest, ToPage } from '../../webviews/run/contract';
import type { Runs } from '../runs';
import type { RunnerService } from '../service';
import { throttle } from '../throttle';
import { followLog } from './logFollower';

export interface RunDataOptions {
  readonly ref: RunRef;
  readonly runs: Runs;
  readonly service: RunnerService;
  readonly post: (message: ToPage) => void;
  readonly failed: (error: unknown) => void;
}

export class RunData {
  /** As it was last told. */
  model: RunModel | undefined;

  private readonly watching: { dispose(): void };
  private readonly ending = new AbortController();
  private request: TasksRequest | undefined;
  private sentTasks = '';
  private log:
    { readonly place: TaskOfRun; readonly retries: number; stop: () => void } | undefined;
  private readonly tasksSoon = throttle(() => this.sendTasks(false), 500);

  constructor(private readonly options: RunDataOptions) {
    const { runs, ref, failed } = options;
    this.watching = runs.watch(ref, (model) => this.changed(model), failed);
  }

  askTasks(request: TasksRequest): void {
    this.request = request;
    this.sendTasks(true);
  }

  followLog(place: TaskOfRun | null): void {
    this.log?.stop();
    this.log = undefined;
    if (!place) return;
    const { options } = this;
    this.log = {
      place,
      retries: this.retriesOf(place.step),
      stop: followLog({
        ask: (range, signal) =>
          options.service.request(TaskLog, { ref: options.ref, ...place, ...range }, signal),
        show: ({ lines, ended, skipped }, reset) =>
          options.post({ type: 'log', place, lines, reset, ended, skipped }),
        failed: options.failed,
        wait: async (milliseconds, signal) => {
          await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
        },
      }),
    };
  }

  askArtifacts(place: TaskOfRun): void {
    const { service, ref, post, failed } = this.options;
    service
      .request(TaskArtifacts, { ref, ...place }, this.ending.signal)
      .then(({ artifacts }) => post({ type: 'artifacts', place, artifacts }))
      .catch((error: unknown) => this.unlessEnded(() => failed(error)));
  }

  dispose(): void {
    this.ending.abort();
    this.log?.stop();
    this.tasksSoon.cancel();
    this.watching.dispose();
  }

  private changed(model: RunModel): void {
    this.model = model;
    const before = this.options.runs.previous(model.ref);
    const duration = before?.endedAt === undefined ? undefined : before.endedAt - before.startedAt;
    this.options.post({
      type: 'run',
      model,
      ...(before ? { previous: duration === undefined ? {} : { duration } } : {}),
    });
    if (this.request) this.tasksSoon.call();
    // "The newest attempt" is another one after a retry.
    const { log } = this;
    if (log && log.place.attempt === undefined && log.retries !== this.retriesOf(log.place.step)) {
      this.followLog(log.place);
    }
  }

  private retriesOf(step: string): number {
    return this.model?.steps.find((it) => it.name === step)?.retries ?? 0;
  }

  private sendTasks(asked: boolean): void {
    const { request } = this;
    if (!request) return;
    const { service, ref, post, failed } = this.options;
    service
      .request(Tasks, { ref, ...request }, this.ending.signal)
      .then((page) => {
        if (this.request !== request) return;
        const text = JSON.stringify(page);
        if (!asked && text === this.sentTasks) return;
        this.sentTasks = text;
        post({ type: 'tasks', request, ...page });
      })
      .catch((error: unknown) => this.unlessEnded(() => failed(error)));
  }

  private unlessEnded(call: () => void): void {
    if (!this.ending.signal.aborted) call();
  }
}
