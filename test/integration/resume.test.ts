/** Runs that go on from what another run had done, by either engine. */
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openDatastore } from '../../runner/datastore/datastore';
import { readArtifact, readFinishedTasks, readTaskRecord } from '../../runner/datastore/tasks';
import { toJson } from '../../runner/datastore/pickle';
import type { RunEvent } from '../../runner/events';
import type { RunRequest } from '../../runner/execute/request';
import { foldEvents, startFold } from '../../runner/runs/fold';
import { foldRecords } from '../../runner/runs/records';
import type { RunRef } from '../../runner/runs/model';
import { modelOf, tasksPage } from '../../runner/runs/stepModels';
import {
  OFFICIAL_PYTHON,
  ownFlow,
  plainEnvironment,
  readRecord,
  runFlow,
  temporaryFolder,
} from './execute/runs';
import { bundleRunProcess, startSeparately } from './execute/separate';

const FLOW = ownFlow('resumable.py');
const LETTERS = ['a once', 'b 2 times', 'c 3 times'];

const failing = (folder: string, place: string): NodeJS.ProcessEnv => ({
  ...plainEnvironment(folder),
  TEST_FAIL: place,
});

/** A run that fails there. */
async function failAt(folder: string, place: string, changes: Partial<RunRequest> = {}) {
  const run = await runFlow(FLOW, folder, { env: failing(folder, place), ...changes });
  expect(run.result.state).toBe('failed');
  return run.result.ref;
}

const resume = (folder: string, argv: readonly string[] = [], env?: NodeJS.ProcessEnv) =>
  runFlow(FLOW, folder, { argv: ['resume', ...argv], ...(env ? { env } : {}) });

/** Steps of tasks that were taken over, and of those that ran, each sorted. */
function accounts(events: readonly RunEvent[]) {
  const of = (type: 'task_cloned' | 'attempt_started') =>
    events
      .flatMap((event) =>
        event.type === type ? [`${event.step}[${event.indices.join(',')}]`] : [],
      )
      .sort();
  return { cloned: of('task_cloned'), ran: of('attempt_started') };
}

/** Of the newest task of a step. */
async function artifact(ref: RunRef, step: string, name: string): Promise<unknown> {
  const ds = openDatastore(ref.root);
  const [task] = await ds.metadata.tasks(ref.flow, ref.run, step);
  const record = await readTaskRecord(ds, { ...ref, step, task: task?.task ?? '' });
  const key = record?.objects.get(name)?.key ?? '';
  return toJson(await readArtifact(ds, ref.flow, key));
}

async function expectComplete(ref: RunRef): Promise<void> {
  expect(await artifact(ref, 'end', 'results')).toEqual(LETTERS);
  expect(await artifact(ref, 'end', 'nodes')).toEqual([0, 1]);
}

describe('resume', () => {
  it('runs only the siblings that were missing, in a loop from the iteration that failed', async () => {
    await using folder = await temporaryFolder();
    const origin = await failAt(folder.path, 'again:c2');
    const { events, result } = await resume(folder.path);
    expect(result.state).toBe('succeeded');
    const { cloned, ran } = accounts(events);
    expect(cloned.filter((task) => task.startsWith('again'))).toEqual([
      'again[0]',
      'again[1]',
      'again[1]',
      'again[2]',
    ]);
    expect(ran.filter((task) => task.startsWith('again'))).toEqual(['again[2]', 'again[2]']);
    expect(ran).not.toContain('fan[2]');
    await expectComplete(result.ref);
    expect(await artifact(result.ref, 'end', 'origin')).toBe(origin.run);
  });

  it('takes the parameters of the run that it resumes', async () => {
    await using folder = await temporaryFolder();
    await failAt(folder.path, 'gather', { argv: ['run', '--scale', '7'] });
    const { result } = await resume(folder.path);
    expect((await readRecord(result.ref)).parameters).toEqual({ scale: 7 });
    expect(await artifact(result.ref, 'end', 'scaled')).toBe(21);
  });

  it('runs a named step again and everything behind it', async () => {
    await using folder = await temporaryFolder();
    const { result: first } = await runFlow(FLOW, folder.path);
    const { events, result } = await resume(folder.path, [
      'join',
      '--origin-run-id',
      first.ref.run,
    ]);
    const { cloned, ran } = accounts(events);
    expect(ran).toEqual(['end[]', 'gather[]', 'join[]', 'spread[]', 'work[0]', 'work[1]']);
    expect(cloned).toHaveLength(1 + 3 + 6 + 3 + 3 + 3);
    await expectComplete(result.ref);
  });

  it('repeats a gang as a whole when one of it failed', async () => {
    await using folder = await temporaryFolder();
    await failAt(folder.path, 'work:1');
    const { events, result } = await resume(folder.path);
    expect(accounts(events).ran).toEqual(['end[]', 'gather[]', 'work[0]', 'work[1]']);
    await expectComplete(result.ref);
  });

  it('takes over a gang that had ended well', async () => {
    await using folder = await temporaryFolder();
    await failAt(folder.path, 'gather');
    const { events, result } = await resume(folder.path);
    expect(accounts(events).ran).toEqual(['end[]', 'gather[]']);
    const tasks = await readdir(
      path.join(result.ref.root, result.ref.flow, result.ref.run, 'work'),
    );
    expect(tasks.filter((name) => name.endsWith('_node_1'))).toHaveLength(1);
    await expectComplete(result.ref);
  });

  it('resumes a resumed run, and leaves latest_run alone', async () => {
    await using folder = await temporaryFolder();
    const origin = await failAt(folder.path, 'meet:b');
    const second = await resume(folder.path, [], failing(folder.path, 'end'));
    expect(second.result.state).toBe('failed');
    const latest = path.join(origin.root, origin.flow, 'latest_run');
    expect(await readFile(latest, 'utf8')).toBe(origin.run);
    const third = await resume(folder.path, ['--origin-run-id', second.result.ref.run]);
    expect(accounts(third.events).ran).toEqual(['end[]']);
    await expectComplete(third.result.ref);
  });

  it('clones only, under a name of its own, and says that it is taken the second time', async () => {
    await using folder = await temporaryFolder();
    await failAt(folder.path, 'join');
    const named = ['--clone-only', '--run-id', 'copy-1'];
    const { events, result } = await resume(folder.path, named);
    expect(result).toMatchObject({ state: 'succeeded', ref: { run: 'copy-1' } });
    expect(accounts(events).ran).toEqual([]);
    expect(accounts(events).cloned).toContain('meet[2]');
    await expect(resume(folder.path, named)).rejects.toMatchObject({ code: 'run-exists' });
  });

  it('goes on from what had finished when the run was killed', async () => {
    await using folder = await temporaryFolder();
    const entry = await bundleRunProcess(folder.path);
    const env = { ...plainEnvironment(folder.path), TEST_FOLDER: folder.path };
    const waiting = ownFlow('waiting.py');
    const killed = await startSeparately(entry, waiting, folder.path, {
      ...env,
      TEST_ITEMS: 'done,wait,wait',
    });
    const ds = openDatastore(killed.ref.root);
    const { flow, run } = killed.ref;
    const working = async (): Promise<number> =>
      (await readFinishedTasks(ds, flow, run, { steps: ['work'] })).length;
    await expect.poll(working, { timeout: 60_000 }).toBe(1);
    killed.process.kill('SIGKILL');
    await killed.exited;
    await writeFile(path.join(folder.path, 'go'), '');
    const { events, result } = await runFlow(waiting, folder.path, { argv: ['resume'], env });
    expect(result.state).toBe('succeeded');
    expect(accounts(events)).toEqual({
      cloned: ['start[]', 'work[0]'],
      ran: ['end[]', 'join[]', 'work[1]', 'work[2]'],
    });
  });

  it('shows the same from its events and from its records', async () => {
    await using folder = await temporaryFolder();
    await failAt(folder.path, 'again:b1');
    const { events, result } = await resume(folder.path);
    const fromEvents = foldEvents(startFold(result.ref), events);
    const fromRecords = await foldRecords(openDatastore(result.ref.root), result.ref);
    const seen = (fold: typeof fromEvents) => ({
      origin: fold.origin,
      steps: modelOf(fold).steps.map(({ name, state, cloned, counts }) => ({
        ...{ name, state, cloned, counts },
      })),
      tasks: tasksPage(fold, { offset: 0, limit: 100 })
        .tasks.map(({ step, task, indices, value, state, origin }) =>
          JSON.stringify({ step, task, indices, value, state, origin }),
        )
        .sort(),
    });
    expect(seen(fromRecords)).toEqual(seen(fromEvents));
    expect(modelOf(fromEvents).steps.find(({ name }) => name === 'fan')?.cloned).toBe(3);
  });

  it.each([
    ['a run that is not there', ['--origin-run-id', '12'], 'run-not-found'],
    ['a step that is not there', ['train'], 'step-not-found'],
  ])('refuses %s', async (_, argv, code) => {
    await using folder = await temporaryFolder();
    await failAt(folder.path, 'fan:a');
    const error: unknown = await resume(folder.path, argv).then(
      () => expect.fail('it ran'),
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ message: expect.stringMatching(/12|train/) as string });
    expect(code).toMatch(/not-found/);
  });
});

describe('between engines', () => {
  const officially = (folder: string, argv: readonly string[], env: NodeJS.ProcessEnv) =>
    promisify(execFile)(OFFICIAL_PYTHON, [FLOW, ...argv], {
      cwd: folder,
      // It starts the workers of a gang with whatever Python comes first.
      env: { ...env, PATH: `${path.dirname(OFFICIAL_PYTHON)}:${env.PATH ?? ''}` },
    }).catch((error: unknown) => error);

  it('resumes a run of official Metaflow', async () => {
    await using folder = await temporaryFolder();
    await officially(folder.path, ['run'], failing(folder.path, 'gather'));
    const { events, result } = await resume(folder.path);
    expect(accounts(events).ran).toEqual(['end[]', 'gather[]']);
    await expectComplete(result.ref);
  });

  it('is resumed by official Metaflow', async () => {
    await using folder = await temporaryFolder();
    const ref = await failAt(folder.path, 'meet:b');
    await officially(folder.path, ['resume'], plainEnvironment(folder.path));
    const ds = openDatastore(ref.root);
    const run = (await ds.metadata.runs(ref.flow)).find((one) => one.run !== ref.run)?.run ?? '';
    await expectComplete({ ...ref, run });
    expect(await readFinishedTasks(ds, ref.flow, run, { steps: ['again'] })).toHaveLength(6);
  });
});
