/** Runs that are stopped: in order, at once, from another process, by their death or their host's. */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatastore } from '../../runner/datastore/datastore';
import { readProcessFile, requestCancel } from '../../runner/datastore/runRecord';
import type { RunEvent } from '../../runner/events';
import { livenessOf } from '../../runner/runs/process';
import {
  ends,
  ownFlow,
  plainEnvironment,
  readEvents,
  readOfficially,
  readRecord,
  startRun,
  temporaryFolder,
  type TestRun,
} from './execute/runs';
import { bundleRunProcess, startSeparately } from './execute/separate';

const waitingEnvironment = (folder: string): NodeJS.ProcessEnv => ({
  ...plainEnvironment(folder),
  TEST_FOLDER: folder,
});

/** Starts two tasks that wait, and calls back once both run. */
function startWaiting(folder: string, onRunning: (run: TestRun) => void): TestRun {
  const env = waitingEnvironment(folder);
  return startRun(ownFlow('waiting.py'), folder, { env }, (event, run) => {
    const working = run.events.filter(
      ({ type, ...rest }) => type === 'attempt_started' && 'step' in rest && rest.step === 'work',
    );
    if (event === working.at(-1) && working.length === 2) onRunning(run);
  });
}

const pidsOf = (events: readonly RunEvent[]): number[] =>
  events.flatMap((event) =>
    event.type === 'attempt_started' && event.pid !== undefined ? [event.pid] : [],
  );

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a run that is stopped', () => {
  it('ends with its tasks when its folder is deleted', async () => {
    await using folder = await temporaryFolder();
    const run = startWaiting(folder.path, () => {
      void rm(path.join(folder.path, '.metaflow'), { recursive: true, force: true, maxRetries: 5 });
    });
    await run.outcome.catch(() => undefined);
    expect(pidsOf(run.events).filter(isAlive)).toEqual([]);
  });

  it.each(['stop', 'kill'] as const)(
    'ends its tasks, marks them as cancelled and itself, by signal: %s',
    async (signal) => {
      await using folder = await temporaryFolder();
      const run = startWaiting(folder.path, ({ [signal]: controller }) => controller.abort());
      const { state, ref } = await run.outcome;
      expect(state).toBe('cancelled');
      expect(ends(run.events)).toEqual([
        'start 0 succeeded',
        'work 0 cancelled',
        'work 0 cancelled',
      ]);
      expect(run.events.at(-1)).toMatchObject({ type: 'run_ended', state: 'cancelled' });
      expect((await readRecord(ref)).state).toBe('cancelled');
      expect(pidsOf(run.events).filter(isAlive)).toEqual([]);
    },
  );

  it('is stopped by a file, which any window or shell can write', async () => {
    await using folder = await temporaryFolder();
    const run = startWaiting(folder.path, () => undefined);
    const ref = await run.started;
    await requestCancel(openDatastore(ref.root), ref);
    expect((await run.outcome).state).toBe('cancelled');
  });

  it('does not wait for a task that is to be tried again in an hour', async () => {
    await using folder = await temporaryFolder();
    const run = startRun(ownFlow('retrying.py'), folder.path, {}, (event, { stop }) => {
      if (event.type === 'attempt_ended') stop.abort();
    });
    expect((await run.outcome).state).toBe('cancelled');
    expect(ends(run.events)).toEqual(['start 0 failed']);
  });

  it('is refused when it is stopped before Python has started', async () => {
    await using folder = await temporaryFolder();
    const run = startRun(ownFlow('waiting.py'), folder.path, {
      env: waitingEnvironment(folder.path),
    });
    run.stop.abort();
    await expect(run.outcome).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(path.join(folder.path, '.metaflow'))).toBe(false);
  });

  it('is unfinished for the official client, and keeps what had finished', async () => {
    await using folder = await temporaryFolder();
    const run = startWaiting(folder.path, ({ stop }) => stop.abort());
    await run.outcome;
    const view = await readOfficially('WaitingFlow', folder.path);
    expect(view.run).toMatchObject({ successful: false, finished: false });
    expect(view.run.tasks['start[]']).toMatchObject({ successful: true });
  });
});

describe('a run whose processes die', () => {
  it('fails when its Python host is killed, and says so at the tasks that ran', async () => {
    await using folder = await temporaryFolder();
    const run = startWaiting(folder.path, ({ events }) => {
      void parentOf(pidsOf(events).at(-1) ?? 0).then((host) => process.kill(host, 'SIGKILL'));
    });
    const { state } = await run.outcome;
    expect(state).toBe('failed');
    const lost = run.events.filter(
      (event) => event.type === 'attempt_ended' && event.error?.kind === 'host',
    );
    expect(lost).toHaveLength(2);
  });

  it('leaves finished tasks, no Python and a stale process file when it is killed itself', async () => {
    await using folder = await temporaryFolder();
    const entry = await bundleRunProcess(folder.path);
    const env = waitingEnvironment(folder.path);
    const run = await startSeparately(entry, ownFlow('waiting.py'), folder.path, env);
    const ds = openDatastore(run.ref.root);
    const pids = async (): Promise<number[]> =>
      pidsOf((await readEvents(run.ref)).filter((event) => event !== undefined));
    await expect.poll(pids, { timeout: 60_000 }).toHaveLength(3);
    const running = await pids();
    const owner = await readProcessFile(ds, run.ref);
    expect(owner && (await livenessOf(owner))).toBe('here');

    run.process.kill('SIGKILL');
    expect(await run.exited).toBe('SIGKILL');

    await expect.poll(() => running.filter(isAlive), { timeout: 20_000 }).toEqual([]);
    expect(owner && (await livenessOf(owner))).toBe('gone');
    expect((await readRecord(run.ref)).state).toBe('running');
    const view = await readOfficially('WaitingFlow', folder.path);
    expect(view.run.finished).toBe(false);
    expect(view.run.tasks['start[]']).toMatchObject({ successful: true });
  });

  it('ends well in a process of its own, too', async () => {
    await using folder = await temporaryFolder();
    const entry = await bundleRunProcess(folder.path);
    await writeFile(path.join(folder.path, 'go'), '');
    const env = waitingEnvironment(folder.path);
    const run = await startSeparately(entry, ownFlow('waiting.py'), folder.path, env);
    expect(await run.exited).toBe(0);
    expect((await readRecord(run.ref)).state).toBe('succeeded');
  });
});

/** Host of an attempt: up the tree to the process that this one started. */
async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return parent === process.pid ? pid : parentOf(parent);
}
