/** Metadata as files beside the data: the `_meta` folders. Whatever is torn, foreign or missing is passed over. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { FlowdeckError } from '../../errors';
import { mapBounded } from '../concurrency';
import { numberOf, readJsonObject, textOf, textsOf, type JsonObject } from '../jsonFiles';
import * as layout from '../layout';
import { isErrno, unwritable } from '../storage/failures';
import type { LocalStorage } from '../storage/local';
import type { Metadata, RunRecord, TaskIdentity, TaskMetadata } from './metadata';
import { creationTime, nextRunId } from './runIds';

export class LocalMetadata implements Metadata {
  readonly #storage: LocalStorage;
  readonly #nextTaskIds = new Map<string, number>();

  constructor(storage: LocalStorage) {
    this.#storage = storage;
  }

  async newRun(
    flow: string,
    options: {
      readonly user: string;
      readonly tags: readonly string[];
      readonly systemTags: readonly string[];
      readonly run?: string;
    },
  ): Promise<RunRecord> {
    const run = await this.#createRunFolder(flow, options.run);
    const createdAt = Date.now();
    const { user, tags, systemTags } = options;
    const runSelf = {
      run_number: run,
      flow_id: flow,
      user_name: user,
      tags,
      system_tags: systemTags,
      ts_epoch: createdAt,
    };
    const flowSelf = { flow_id: flow, ts_epoch: createdAt };
    await Promise.all([
      this.#storage.write(layout.flowSelf(flow), JSON.stringify(flowSelf), { ifAbsent: true }),
      this.#storage.write(layout.runSelf(flow, run), JSON.stringify(runSelf)),
    ]);
    this.#nextTaskIds.set(`${flow}/${run}`, 0);
    return { flow, run, user, tags, systemTags, createdAt: creationTime(run, createdAt) };
  }

  newTaskId(flow: string, run: string): string {
    const key = `${flow}/${run}`;
    const id = this.#nextTaskIds.get(key) ?? 0;
    this.#nextTaskIds.set(key, id + 1);
    return String(id);
  }

  async flows(signal?: AbortSignal): Promise<readonly string[]> {
    const { folders } = await this.#storage.list('', signal);
    const candidates = folders.filter((name) => layout.isRunFolder(name));
    const known = await mapBounded(
      candidates,
      async (flow) => (await this.#storage.stat(layout.flowSelf(flow), signal)) !== undefined,
      signal,
    );
    return candidates.filter((_, index) => known[index]).sort();
  }

  async runs(flow: string, signal?: AbortSignal): Promise<readonly RunRecord[]> {
    const { folders } = await this.#storage.list(layout.flowFolder(flow), signal);
    const found = await mapBounded(
      folders.filter((name) => layout.isRunFolder(name)),
      (run) => this.run(flow, run, signal),
      signal,
    );
    return found
      .filter((record) => record !== undefined)
      .sort((a, b) => b.createdAt - a.createdAt || (a.run < b.run ? 1 : -1));
  }

  async run(flow: string, run: string, signal?: AbortSignal): Promise<RunRecord | undefined> {
    const self = await readJsonObject(this.#storage, layout.runSelf(flow, run), signal);
    return self && runRecord(flow, run, self);
  }

  async steps(flow: string, run: string, signal?: AbortSignal): Promise<readonly string[]> {
    const { folders } = await this.#storage.list(`${flow}/${run}`, signal);
    return folders.filter((name) => layout.isStepFolder(name)).sort();
  }

  async tasks(
    flow: string,
    run: string,
    step: string,
    signal?: AbortSignal,
  ): Promise<readonly TaskIdentity[]> {
    const { folders } = await this.#storage.list(layout.stepFolder(flow, run, step), signal);
    const found = await mapBounded(
      folders.filter((name) => layout.isTaskFolder(name)),
      async (task): Promise<TaskIdentity | undefined> => {
        const key = layout.taskSelf({ flow, run, step, task });
        const self = await readJsonObject(this.#storage, key, signal);
        return self && { step, task, createdAt: numberOf(self.ts_epoch) ?? 0 };
      },
      signal,
    );
    return found.filter((task) => task !== undefined).sort(byId);
  }

  async taskMetadata(
    flow: string,
    run: string,
    step: string,
    task: string,
    signal?: AbortSignal,
  ): Promise<readonly TaskMetadata[]> {
    const folder = layout.taskMetaFolder({ flow, run, step, task });
    const { names } = await this.#storage.list(folder, signal);
    const records = await mapBounded(
      names.filter((name) => layout.parseSysmetaName(name) !== undefined),
      (name) => readJsonObject(this.#storage, `${folder}/${name}`, signal),
      signal,
    );
    return records
      .flatMap((record) => metadataRecord(record) ?? [])
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  /** The folder is the lock: whoever creates it owns the id, so two processes never share one. */
  async #createRunFolder(flow: string, wanted?: string): Promise<string> {
    const parent = this.#storage.localPath(layout.flowFolder(flow));
    await mkdir(parent, { recursive: true }).catch((error: unknown) => {
      throw unwritable(parent, error);
    });
    for (;;) {
      const run = wanted ?? nextRunId();
      const folder = path.join(parent, run);
      try {
        await mkdir(folder);
        return run;
      } catch (error) {
        if (!isErrno(error, 'EEXIST')) throw unwritable(folder, error);
        if (wanted !== undefined) throw taken(flow, wanted);
      }
    }
  }
}

function taken(flow: string, run: string): FlowdeckError {
  return new FlowdeckError({
    code: 'run-exists',
    message: `There is a run ${flow}/${run} already`,
    where: { pathspec: `${flow}/${run}` },
    remedy: 'Choose another --run-id.',
  });
}

function runRecord(flow: string, run: string, self: JsonObject): RunRecord {
  return {
    flow,
    run,
    user: textOf(self.user_name) ?? '',
    tags: textsOf(self.tags),
    systemTags: textsOf(self.system_tags),
    createdAt: creationTime(run, numberOf(self.ts_epoch)),
  };
}

function metadataRecord(record: JsonObject | undefined): TaskMetadata | undefined {
  const field = textOf(record?.field_name);
  if (record === undefined || field === undefined) return undefined;
  const { value } = record;
  return {
    field,
    type: textOf(record.type) ?? field,
    value: textOf(value) ?? (value === undefined ? '' : JSON.stringify(value)),
    tags: textsOf(record.tags),
    createdAt: numberOf(record.ts_epoch) ?? 0,
  };
}

/** `2` before `10`; ids that are no numbers last. Numbers of any length, so by length first. */
function byId(a: TaskIdentity, b: TaskIdentity): number {
  const [aNumber, bNumber] = [/^\d+$/.test(a.task), /^\d+$/.test(b.task)];
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  if (aNumber && a.task.length !== b.task.length) return a.task.length - b.task.length;
  return a.task < b.task ? -1 : 1;
}
