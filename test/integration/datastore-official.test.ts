/** Runs of official Metaflow, read by us, compared with what the official client says about them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatastore, type Datastore } from '../../runner/datastore/datastore';
import { descriptionFromGraphInfo } from '../../runner/datastore/graphInfo';
import type { TaskPath } from '../../runner/datastore/layout';
import { readLog } from '../../runner/datastore/logs';
import { repr } from '../../runner/datastore/pickle';
import {
  readArtifact,
  readArtifactRows,
  readAttempts,
  readTaskRecord,
  taskOutcome,
} from '../../runner/datastore/tasks';

const here = path.join(import.meta.dirname, 'datastore');
const python = path.resolve(import.meta.dirname, '../../.venv-test/bin/python');
const sysroot = mkdtempSync(path.join(tmpdir(), 'flowdeck-official-'));
const env = {
  ...process.env,
  METAFLOW_USER: 'tester',
  METAFLOW_HOME: sysroot,
  METAFLOW_DATASTORE_SYSROOT_LOCAL: sysroot,
  METAFLOW_CLIENT_CACHE_PATH: path.join(sysroot, 'client-cache'),
};

interface ClientTask {
  readonly id: string;
  readonly successful: boolean;
  readonly finished: boolean;
  readonly exception: string | null;
  readonly index: number | null;
  readonly artifacts: { readonly [name: string]: { repr: string; sha: string; size: number } };
  readonly stdout: string;
  readonly stderr: string;
  readonly attempt: number;
  readonly metadata: readonly (readonly [name: string, value: unknown])[];
  readonly createdAt: number;
}
interface ClientRun {
  readonly id: string;
  readonly successful: boolean;
  readonly tags: readonly string[];
  readonly systemTags: readonly string[];
  readonly steps: { readonly [step: string]: readonly ClientTask[] };
}

function runOfficial(file: string, ...args: readonly string[]): void {
  // A failing flow exits with 1; what it left behind is what we are after.
  spawnSync(python, [path.join(here, file), 'run', ...args], {
    env,
    cwd: sysroot,
    stdio: 'ignore',
  });
}

function clientSays(file: string): readonly ClientRun[] {
  const args = [path.join(here, 'client_says.py'), path.join(here, file)];
  const output = execFileSync(python, args, { env, cwd: sysroot, maxBuffer: 1 << 28 });
  return JSON.parse(output.toString()) as readonly ClientRun[];
}

let ds: Datastore;
let kinds: readonly ClientRun[];
let broken: readonly ClientRun[];

beforeAll(() => {
  runOfficial('kinds_flow.py', '--tag', 'nightly');
  runOfficial('broken_flow.py', '--how', 'raise');
  runOfficial('broken_flow.py', '--how', 'kill');
  ds = openDatastore(path.join(sysroot, '.metaflow'));
  kinds = clientSays('kinds_flow.py');
  broken = clientSays('broken_flow.py');
}, 300_000);
afterAll(() => rmSync(sysroot, { recursive: true, force: true }));

/** Every task that the client lists. */
function tasksOf(
  runs: readonly ClientRun[],
  flow: string,
): { place: TaskPath; says: ClientTask }[] {
  return runs.flatMap((run) =>
    Object.entries(run.steps).flatMap(([step, tasks]) =>
      tasks.map((says) => ({ place: { flow, run: run.id, step, task: says.id }, says })),
    ),
  );
}
const allTasks = () => [...tasksOf(kinds, 'KindsFlow'), ...tasksOf(broken, 'BrokenFlow')];
function onlyTask(runs: readonly ClientRun[], flow: string, step: string): TaskPath {
  const found = tasksOf(runs, flow).find(({ place }) => place.step === step);
  if (found === undefined) throw new Error(`no task of ${step}`);
  return found.place;
}

describe('a datastore that official Metaflow wrote', () => {
  it('has the same flows, runs, steps and tasks', async () => {
    expect(kinds).toHaveLength(1);
    expect(broken).toHaveLength(2);
    expect(await ds.metadata.flows()).toEqual(['BrokenFlow', 'KindsFlow']);
    for (const [flow, runs] of [
      ['KindsFlow', kinds],
      ['BrokenFlow', broken],
    ] as const) {
      const ours = await ds.metadata.runs(flow);
      expect(ours.map(({ run }) => run)).toEqual(runs.map(({ id }) => id));
      for (const [index, run] of runs.entries()) {
        expect([...(ours[index]?.tags ?? [])].sort()).toEqual(run.tags);
        expect([...(ours[index]?.systemTags ?? [])].sort()).toEqual(run.systemTags);
        expect(await ds.metadata.steps(flow, run.id)).toEqual(Object.keys(run.steps).sort());
        for (const [step, tasks] of Object.entries(run.steps)) {
          const listed = await ds.metadata.tasks(flow, run.id, step);
          const byId = tasks.toSorted((a, b) => Number(a.id) - Number(b.id));
          expect(listed).toEqual(byId.map(({ id, createdAt }) => ({ step, task: id, createdAt })));
        }
      }
    }
  });

  it('has the same metadata of every task', async () => {
    for (const { place, says } of allTasks()) {
      const records = await ds.metadata.taskMetadata(place.flow, place.run, place.step, place.task);
      const ours = records.map(({ field, value }) => `${field}=${value}`);
      const theirs = says.metadata.map(([field, value]) => `${field}=${textOf(value)}`);
      expect(ours.sort()).toEqual(theirs.sort());
    }
  });

  it('has the same logs', async () => {
    for (const { place, says } of allTasks()) {
      const options = { attempt: says.attempt, limit: 5000, ended: true };
      const { lines } = await readLog(ds, place, options);
      for (const stream of ['stdout', 'stderr'] as const) {
        const text = lines.filter((line) => line.stream === stream).map((line) => `${line.text}\n`);
        expect(text.join('')).toBe(says[stream]);
      }
    }
  });

  it('has the same artifacts, with previews that begin like their repr', async () => {
    for (const { place, says } of allTasks()) {
      const rows = await readArtifactRows(ds, place);
      const ours = Object.fromEntries(rows.map(({ name, key, size }) => [name, { key, size }]));
      const theirs = Object.fromEntries(
        Object.entries(says.artifacts).map(([name, { sha, size }]) => [name, { key: sha, size }]),
      );
      expect(ours).toEqual(theirs);
      for (const { name, preview = '', problem } of rows) {
        expect(problem).toBeUndefined();
        expect(preview.length).toBeLessThanOrEqual(200);
        if (SHOWN_OUR_WAY.has(name)) continue;
        const start = preview.split('…', 1)[0]?.replace(/['"]?$/, '') ?? '';
        expect(says.artifacts[name]?.repr.startsWith(start), `${name}: ${preview}`).toBe(true);
      }
    }
  });

  it('has the same values', async () => {
    let compared = 0;
    for (const { place, says } of allTasks()) {
      for (const [name, { sha, repr: theirs }] of Object.entries(says.artifacts)) {
        if (SHOWN_OUR_WAY.has(name)) continue;
        expect(repr(await readArtifact(ds, place.flow, sha)), name).toBe(theirs);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(60);
  });

  it('shows objects, arrays and tables by what is known about them', async () => {
    const rows = await readArtifactRows(ds, onlyTask(kinds, 'KindsFlow', 'start'));
    const shown = Object.fromEntries(
      rows.map(({ name, type, preview }) => [name, [type, preview]]),
    );
    expect(shown.matrix).toEqual([
      'numpy.ndarray',
      'array(shape=(2, 3), dtype=float64, values=[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])',
    ]);
    expect(shown.table).toEqual(['pandas.DataFrame', 'DataFrame(500 rows × 2 columns: a, b)']);
    expect(shown.model).toEqual(['__main__.Model', "Model(k=3, weights={'bias': 0.5})"]);
    expect(shown.score).toEqual(['numpy.float64', 'np.float64(0.75)']);
    const left = await readArtifactRows(ds, onlyTask(kinds, 'KindsFlow', 'left'));
    expect(left.find(({ name }) => name === 'problem')?.preview).toBe(
      'ZeroDivisionError: division by zero',
    );
  });

  it('tells how every task ended', async () => {
    for (const { place, says } of allTasks()) {
      const outcome = await taskOutcome(ds, place);
      const success = outcome?.state === 'succeeded';
      expect(success, `${place.step}/${place.task}`).toBe(says.successful);
      expect(outcome?.state === 'succeeded' || outcome?.state === 'caught').toBe(says.finished);
      expect(outcome?.indices.at(-1) ?? null).toBe(says.index);
    }
  });

  it('tells where tasks go', async () => {
    const goes = async (step: string) => taskOutcome(ds, onlyTask(kinds, 'KindsFlow', step));
    expect(await goes('start')).toMatchObject({
      next: ['each'],
      foreach: { artifact: 'letters', splits: 3 },
    });
    expect((await goes('fork'))?.next).toEqual(['left', 'right']);
    expect((await goes('fork'))?.foreach).toBeUndefined();
    expect((await goes('end'))?.next).toEqual([]);
    const each = tasksOf(kinds, 'KindsFlow').filter(({ place }) => place.step === 'each');
    const outcomes = await Promise.all(each.map(({ place }) => taskOutcome(ds, place)));
    const places = outcomes.map((outcome) => [outcome?.indices, outcome?.value]);
    expect(places).toEqual(
      expect.arrayContaining([
        [[0], 'a'],
        [[1], 'b'],
        [[2], "{'c': 1}"],
      ]),
    );
  });

  it('keeps every attempt apart', async () => {
    const each = tasksOf(kinds, 'KindsFlow').filter(({ says }) => says.attempt === 1);
    expect(each).toHaveLength(1);
    const place = each[0]?.place ?? onlyTask([], '', '');
    const attempts = await readAttempts(ds, place);
    expect(attempts.map(({ attempt, done }) => [attempt, done])).toEqual([
      [0, true],
      [1, true],
    ]);
    for (const { startedAt, endedAt = 0 } of attempts) expect(endedAt).toBeGreaterThan(startedAt);
    expect(attempts[1]?.startedAt).toBeGreaterThanOrEqual(attempts[0]?.endedAt ?? Infinity);
    expect(await taskOutcome(ds, place, 0)).toMatchObject({
      state: 'failed',
      error: { kind: 'exception', message: 'ValueError: first try', type: 'builtins.ValueError' },
    });
    expect(await taskOutcome(ds, place, 1)).toMatchObject({ state: 'succeeded', indices: [1] });
    expect(await taskOutcome(ds, place, 7)).toBeUndefined();
  });

  it('explains a failure by the lines of the author', async () => {
    const raised = broken.find(({ steps }) => steps.breaks?.[0]?.exception !== null);
    const place = onlyTask(raised ? [raised] : [], 'BrokenFlow', 'breaks');
    const error = (await taskOutcome(ds, place))?.error;
    expect(error).toMatchObject({
      kind: 'exception',
      message: "KeyError: 'rate'",
      stacktrace: raised?.steps.breaks?.[0]?.exception,
    });
    expect(error?.frames).toEqual([
      { file: path.join(here, 'broken_flow.py'), line: 22, name: 'breaks', text: 'self.check({})' },
      {
        file: path.join(here, 'broken_flow.py'),
        line: 26,
        name: 'check',
        text: 'return settings["rate"]',
      },
    ]);
  });

  it('explains a task that was killed', async () => {
    const killed = broken.find(({ steps }) => steps.breaks?.[0]?.exception === null);
    const place = onlyTask(killed ? [killed] : [], 'BrokenFlow', 'breaks');
    expect(await readTaskRecord(ds, place)).toMatchObject({ done: false, objects: new Map() });
    expect(await taskOutcome(ds, place)).toMatchObject({
      state: 'failed',
      error: { kind: 'signal', signal: 'SIGKILL' },
    });
    const [attempt] = await readAttempts(ds, place);
    expect(attempt?.endedAt).toBeGreaterThan(attempt?.startedAt ?? Infinity);
  });

  it('tells the graph', async () => {
    const place = onlyTask(kinds, 'KindsFlow', 'start');
    const key = (await readTaskRecord(ds, place))?.objects.get('_graph_info')?.key ?? '';
    const description = descriptionFromGraphInfo(
      await readArtifact(ds, 'KindsFlow', key),
      'KindsFlow',
    );
    expect(description).toMatchObject({
      version: 1,
      name: 'KindsFlow',
      file: path.join(here, 'kinds_flow.py'),
      doc: 'Something of everything.',
      startStep: 'start',
      endStep: 'end',
    });
    expect(description?.parameters.map(({ name, kind }) => [name, kind])).toEqual([
      ['alpha', 'parameter'],
      ['settings', 'parameter'],
    ]);
    expect(description?.steps.map(({ name, type, next }) => [name, type, next])).toEqual([
      ['start', 'split-foreach', ['each']],
      ['each', 'linear', ['gather']],
      ['gather', 'join', ['fork']],
      ['fork', 'split-static', ['left', 'right']],
      ['left', 'linear', ['both']],
      ['right', 'linear', ['both']],
      ['both', 'join', ['end']],
      ['end', 'end', []],
    ]);
    expect(description?.steps[0]).toMatchObject({ foreachArtifact: 'letters', takesInputs: false });
    expect(description?.steps[1]?.decorators).toEqual([
      { name: 'retry', attributes: { times: 1, minutes_between_retries: 0 } },
    ]);
  });

  it('stops reading when asked', async () => {
    const place = onlyTask(kinds, 'KindsFlow', 'start');
    const reason = new Error('enough');
    await expect(readArtifactRows(ds, place, undefined, AbortSignal.abort(reason))).rejects.toThrow(
      reason,
    );
  });
});

/** `foreach-stack` is a list in its file. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Values whose repr needs their class, or is not one line. */
const SHOWN_OUR_WAY: ReadonlySet<string> = new Set(['matrix', 'table', 'model', 'problem']);
