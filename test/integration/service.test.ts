import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { changeFacts, type RunFacts } from '../../runner/flow/facts';
import type { RunModel, RunRef, RunSummary } from '../../runner/runs/model';
import * as protocol from '../../runner/service/protocol';
import { ENTRY, FLOWS, Sandbox, until } from './cliSupport';

const GATE = path.join(import.meta.dirname, 'runsFlows/gate.py');

/** A window: its own service, and what it was told. */
class Window implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly connection: MessageConnection;
  readonly models = new Map<string, RunModel>();
  readonly revisions: number[] = [];
  readonly rows = new Map<string, RunSummary>();
  facts: readonly RunFacts[] = [];

  constructor(private readonly sandbox: Sandbox) {
    const { folder: cwd, env } = sandbox;
    this.#process = spawn(process.execPath, [ENTRY, 'service'], { cwd, env });
    const { stdout, stdin } = this.#process;
    if (!stdout || !stdin) throw new Error('no pipes');
    this.connection = createMessageConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onNotification(protocol.RunChangedNotification, ({ ref, revision, model }) => {
      this.models.set(ref.run, model);
      this.revisions.push(revision);
    });
    this.connection.onNotification(protocol.RunsChangedNotification, ({ changed }) => {
      for (const row of changed) this.rows.set(row.ref.run, row);
    });
    this.connection.onNotification(protocol.FactsNotification, (change) => {
      this.facts = changeFacts(this.facts, change);
    });
    this.connection.listen();
  }

  async open(): Promise<readonly string[]> {
    const { roots } = await this.connection.sendRequest(protocol.Initialize, {
      folders: [this.sandbox.folder],
    });
    return roots;
  }

  start(file: string, parameters: Record<string, string> = {}): Promise<protocol.StartResult> {
    const { folder: cwd } = this.sandbox;
    const python = process.env['FLOWDECK_PYTHON'] ?? 'python3';
    return this.connection.sendRequest(protocol.StartRun, { file, parameters, python, cwd });
  }

  async watch(ref: RunRef): Promise<RunModel> {
    const { model } = await this.connection.sendRequest(protocol.WatchRun, { ref });
    this.models.set(ref.run, model);
    return model;
  }

  async started(file: string, parameters: Record<string, string> = {}): Promise<RunRef> {
    const result = await this.start(file, parameters);
    if ('error' in result) throw new Error(result.error.message);
    return result.ref;
  }

  list(flow?: string): Promise<protocol.RunsPage> {
    const params = { offset: 0, limit: 50, ...(flow === undefined ? {} : { flow }) };
    return this.connection.sendRequest(protocol.RunsList, params);
  }

  /** Until the window was told that the run is in this state. */
  untilState(ref: RunRef, state: RunModel['state']): Promise<RunModel> {
    return until(() => {
      const model = this.models.get(ref.run);
      return model?.state === state && model;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.connection.end();
    this.connection.dispose();
    this.#process.stdin?.end();
    await gone;
  }
}

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await Sandbox.create();
});
afterEach(() => sandbox[Symbol.asyncDispose]());

const openGate = (): Promise<void> => writeFile(path.join(sandbox.folder, 'go'), '');
const workers = (model: RunModel | undefined): number =>
  model?.steps.find(({ name }) => name === 'work')?.counts.running ?? 0;

/** The pid in `process.json`. */
async function pidOf({ root, flow, run }: RunRef): Promise<number> {
  const file = path.join(root, flow, run, 'flowdeck/process.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { pid: number }).pid;
}

describe('the service', () => {
  it('starts a run, tells how it goes, and answers about its tasks', async () => {
    await using window = new Window(sandbox);
    expect(await window.open()).toEqual([sandbox.root]);
    const ref = await window.started(GATE, { label: '-x' });
    expect(ref).toMatchObject({ root: sandbox.root, flow: 'GateFlow' });
    await window.watch(ref);
    await until(() => workers(window.models.get(ref.run)) === 3);

    const { tasks } = await window.connection.sendRequest(protocol.Tasks, {
      ref,
      step: 'work',
      offset: 0,
      limit: 10,
    });
    expect(tasks.map(({ value, state }) => `${value ?? ''} ${state}`)).toEqual([
      'a running',
      'b running',
      'c running',
    ]);
    const place = { ref, step: 'work', task: tasks[1]?.task ?? '' };
    const live = await until(async () => {
      const page = await window.connection.sendRequest(protocol.TaskLog, { ...place, limit: 100 });
      return page.lines.length > 0 && page;
    });
    expect(live).toMatchObject({ ended: false, lines: [{ stream: 'stdout', text: 'b waits' }] });

    await openGate();
    const model = await window.untilState(ref, 'succeeded');
    expect(model.parameters).toEqual({ label: '-x' });
    expect(window.revisions).toEqual(window.revisions.map((_, index) => index + 1));
    const rest = await window.connection.sendRequest(protocol.TaskLog, {
      ...place,
      cursor: live.cursor,
      limit: 100,
    });
    expect(rest).toMatchObject({ ended: true, lines: [{ text: 'b goes on' }] });
    const { artifacts } = await window.connection.sendRequest(protocol.TaskArtifacts, place);
    expect(artifacts.find(({ name }) => name === 'result')).toMatchObject({
      type: 'str',
      preview: "'-x-b'",
    });
  });

  it('lists runs newest first, and tells of new and changed ones', async () => {
    await using window = new Window(sandbox);
    await window.open();
    expect(await window.list()).toMatchObject({ runs: [], total: 0 });
    const ref = await window.started(GATE);
    await until(() => window.rows.get(ref.run)?.state === 'running');
    await sandbox.flowdeck('run', path.join(FLOWS, 'hello.py'));
    await openGate();
    await until(() => window.rows.get(ref.run)?.state === 'succeeded');
    expect(window.rows.get(ref.run)).toMatchObject({ done: 6, expected: 6, user: 'tester' });
    const { runs, total } = await window.list();
    expect(runs.map((run) => run.ref.flow)).toEqual(['HelloFlow', 'GateFlow']);
    expect(total).toBe(2);
    expect((await window.list('GateFlow')).runs).toHaveLength(1);
  });

  it('gives a window that was loaded again the run that is still going on', async () => {
    let ref: RunRef;
    {
      await using window = new Window(sandbox);
      await window.open();
      ref = await window.started(GATE);
      await window.watch(ref);
      await until(() => workers(window.models.get(ref.run)) === 3);
    }
    await using window = new Window(sandbox);
    await window.open();
    const { runs } = await window.list();
    expect(runs).toMatchObject([{ ref, state: 'running' }]);
    expect(workers(await window.watch(ref))).toBe(3);
    await openGate();
    await window.untilState(ref, 'succeeded');
  });

  it('stops a run that is cancelled', async () => {
    await using window = new Window(sandbox);
    await window.open();
    const ref = await window.started(GATE);
    await window.watch(ref);
    await until(() => workers(window.models.get(ref.run)) === 3);
    await window.connection.sendRequest(protocol.CancelRun, { ref });
    const model = await window.untilState(ref, 'cancelled');
    expect(model.steps.find(({ name }) => name === 'work')?.counts.cancelled).toBe(3);
    await expect(window.connection.sendRequest(protocol.CancelRun, { ref })).rejects.toMatchObject({
      data: { code: 'run-not-running' },
    });
  });

  it('shows a run whose process was killed as interrupted', async () => {
    await using window = new Window(sandbox);
    await window.open();
    await window.list();
    const ref = await window.started(GATE);
    await window.watch(ref);
    await until(() => workers(window.models.get(ref.run)) === 3);
    process.kill(await pidOf(ref), 'SIGKILL');
    const model = await window.untilState(ref, 'interrupted');
    expect(model.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'start succeeded',
      'work interrupted',
      'collect waiting',
      'end waiting',
    ]);
    await until(() => window.rows.get(ref.run)?.state === 'interrupted');
  });

  it('tells the facts of the newest run of each flow', async () => {
    await openGate();
    await sandbox.flowdeck('run', GATE);
    await using window = new Window(sandbox);
    await window.open();
    await until(() => window.facts.length > 0);
    expect(window.facts).toMatchObject([
      {
        flow: 'GateFlow',
        file: GATE,
        run: { state: 'succeeded' },
        steps: { work: { state: 'succeeded', tasks: { done: 3, failed: 0, expected: 3 } } },
      },
    ]);
  });

  it('says why a run did not start, and stores nothing', async () => {
    await using window = new Window(sandbox);
    await window.open();
    const broken = path.join(FLOWS, 'bad/syntax_error.py');
    expect(await window.start(broken)).toMatchObject({
      error: { code: 'flow-syntax-error', where: { file: broken } },
    });
    expect(await window.start(GATE, { lable: 'x' })).toMatchObject({
      error: { code: 'usage' },
    });
    expect((await window.list()).total).toBe(0);
  });

  it('checks the text of a parameter and the setup', async () => {
    await using window = new Window(sandbox);
    await window.open();
    const parameter = {
      name: 'n',
      attribute: 'n',
      kind: 'parameter',
      type: 'int',
      required: true,
    } as const;
    const check = (text: string) =>
      window.connection.sendRequest(protocol.CheckParameter, { parameter, text });
    expect(await check('12')).toEqual({});
    expect((await check('twelve')).error).toContain('whole number');
    const { items } = await window.connection.sendRequest(protocol.CheckSetup, {
      cwd: sandbox.folder,
    });
    expect(items.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(items.map(({ name }) => name)).toContain('Python');
  });
});
