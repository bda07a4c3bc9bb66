/** A clock that is set back while a run goes on, and two machines that write into one folder. */
import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDatastore } from '../../runner/datastore/datastore';
import { readProcessFile } from '../../runner/datastore/runRecord';
import { formatDuration } from '../../runner/drawing/format';
import type { RunRef } from '../../runner/runs/model';
import { livenessOf } from '../../runner/runs/process';
import { foldRecords } from '../../runner/runs/records';
import { modelOf } from '../../runner/runs/stepModels';
import {
  OFFICIAL_PYTHON,
  ends,
  ownFlow,
  plainEnvironment,
  readLogFile,
  readOfficially,
  readRecord,
  runFlow,
  startRun,
  temporaryFolder,
  type TestRun,
} from './execute/runs';

afterEach(() => {
  vi.restoreAllMocks();
});

const HOUR = 3_600_000;

/** From now on every look at the clock in this process gives an hour before the last one. */
function turnBack(): void {
  let now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => (now -= HOUR));
}

describe('a clock that is set back', () => {
  it('changes nothing but times', async () => {
    await using folder = await temporaryFolder();
    turnBack();
    const { events, result } = await runFlow(ownFlow('clock_back.py'), folder.path);
    vi.restoreAllMocks();
    expect(result.state).toBe('succeeded');
    expect(ends(events).toSorted()).toEqual([
      'end 0 succeeded',
      'fan 0 failed',
      'fan 0 succeeded',
      'fan 0 succeeded',
      'fan 1 succeeded',
      'join 0 succeeded',
      'start 0 succeeded',
    ]);
    const model = modelOf(await foldRecords(openDatastore(result.ref.root), result.ref));
    expect(model.state).toBe('succeeded');
    expect(model.steps.map(({ name, state }) => [name, state])).toEqual(
      ['start', 'fan', 'join', 'end'].map((step) => [step, 'succeeded']),
    );
    expect(formatDuration((model.endedAt ?? 0) - model.startedAt)).not.toContain('-');
  });

  it('leaves a run that the official client reads as it happened', async () => {
    await using folder = await temporaryFolder();
    turnBack();
    const { result } = await runFlow(ownFlow('clock_back.py'), folder.path);
    vi.restoreAllMocks();
    const view = await readOfficially('ClockBackFlow', folder.path);
    expect(view.run).toMatchObject({ successful: true, finished: true });
    const { stdout } = await promisify(execFile)(
      OFFICIAL_PYTHON,
      [
        '-c',
        [
          'from metaflow import Run, namespace',
          'namespace(None)',
          `run = Run("ClockBackFlow/${result.ref.run}")`,
          'print(run.data.word, *(task.id for task in run["fan"]))',
        ].join('\n'),
      ],
      { cwd: folder.path, env: plainEnvironment(folder.path) },
    );
    // Tasks come newest first.
    expect(stdout).toBe('abc 4 3 2\n');
  });
});

/** A run that waits for `go` in a folder of its own, with the datastore in a common folder. */
async function machine(shared: string, name: string): Promise<TestRun & { go(): Promise<void> }> {
  const own = path.join(shared, name);
  await mkdir(own);
  const env = {
    ...plainEnvironment(own),
    METAFLOW_DATASTORE_SYSROOT_LOCAL: shared,
    TEST_FOLDER: own,
  };
  const run = startRun(ownFlow('waiting.py'), own, { env, argv: ['run', '--tag', name] });
  await run.started;
  await expect
    .poll(
      () =>
        access(path.join(own, 'started-1')).then(
          () => true,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);
  return { ...run, go: () => writeFile(path.join(own, 'go'), '') };
}

async function liveness(ref: RunRef) {
  const file = await readProcessFile(openDatastore(ref.root), ref);
  return file && livenessOf(file);
}

async function stateOf(ref: RunRef) {
  return modelOf(await foldRecords(openDatastore(ref.root), ref)).state;
}

describe('two machines that write into one folder', () => {
  it('keep their runs apart, and each sees that the other goes on', async () => {
    await using shared = await temporaryFolder();
    const hostname = vi.spyOn(os, 'hostname').mockReturnValue('one');
    const one = await machine(shared.path, 'one');
    hostname.mockReturnValue('two');
    const two = await machine(shared.path, 'two');
    const [first, second] = [await one.started, await two.started];
    expect(second.root).toBe(first.root);
    expect(second.run).not.toBe(first.run);
    expect(await Promise.all([first, second].map(liveness))).toEqual(['elsewhere', 'here']);
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['running', 'running']);

    await two.go();
    expect((await two.outcome).state).toBe('succeeded');
    // The other's end is not the end of this one.
    expect(await stateOf(first)).toBe('running');
    await one.go();
    expect((await one.outcome).state).toBe('succeeded');

    for (const ref of [first, second]) {
      expect(await stateOf(ref)).toBe('succeeded');
      expect(await readLogFile(ref, 'end/5', 'stdout')).toBe('joined [0, 1]\n');
    }
    const packages = await Promise.all([first, second].map(readRecord));
    expect(packages[0]?.codePackage).toEqual(packages[1]?.codePackage);
  });

  it('tell a machine that fell silent from one that works', async () => {
    await using shared = await temporaryFolder();
    const hostname = vi.spyOn(os, 'hostname').mockReturnValue('one');
    const one = await machine(shared.path, 'one');
    const ref = await one.started;
    const file = await readProcessFile(openDatastore(ref.root), ref);
    hostname.mockReturnValue('two');
    const at = file?.heartbeat ?? 0;
    expect(file && (await livenessOf(file, at + 20_000))).toBe('elsewhere');
    expect(file && (await livenessOf(file, at + 60_000))).toBe('gone');
    // The other clock may be behind this one: a heartbeat of the future is a heartbeat.
    expect(file && (await livenessOf(file, at - HOUR))).toBe('elsewhere');
    await one.go();
    await one.outcome;
  });
});
