import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunFile } from '../../../runner/datastore/runFiles';
import { RunIndex, type RunsDifference } from '../../../runner/runs/index';
import { OpenRuns } from '../../../runner/runs/openRuns';
import { SWEEP } from './events';

let folder: string;
let runs: OpenRuns;
let index: RunIndex;
let told: RunsDifference[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'flowdeck-index-'));
  runs = new OpenRuns();
  index = new RunIndex(runs);
  index.setRoots([path.join(folder, 'one'), path.join(folder, 'two')]);
  told = [];
  index.onChange((difference) => told.push(difference));
});
afterEach(async () => {
  index[Symbol.dispose]();
  runs[Symbol.dispose]();
  await rm(folder, { recursive: true });
});

/** Microseconds, so that ids are times. */
const id = (second: number): string => String(1_795_447_041_000_000 + second * 1_000_000);

async function addRun(root: string, flow: string, run: string): Promise<void> {
  const place = path.join(folder, root, flow, run);
  await mkdir(path.join(place, '_meta'), { recursive: true });
  await mkdir(path.join(place, 'flowdeck'), { recursive: true });
  await mkdir(path.join(folder, root, flow, '_meta'), { recursive: true });
  const record: RunFile = {
    version: 1,
    flow,
    run,
    state: 'succeeded',
    startedAt: 1,
    endedAt: 2,
    user: 'ada',
    file: '/flows/sweep.py',
    workingDirectory: '/flows',
    maxWorkers: 16,
    maxNumSplits: 100,
    parameters: {},
    description: SWEEP,
    python: { version: '3.11.2', executable: '/usr/bin/python3', platform: 'linux' },
    flowdeckVersion: '0',
    steps: { start: { done: 1 }, fit: { done: 3 } },
  };
  await Promise.all([
    writeFile(path.join(folder, root, flow, '_meta/_self.json'), JSON.stringify({ flow_id: flow })),
    writeFile(
      path.join(place, '_meta/_self.json'),
      JSON.stringify({ flow_id: flow, run_number: run, user_name: 'ada', tags: [], ts_epoch: 7 }),
    ),
    writeFile(path.join(place, 'flowdeck/run.json'), JSON.stringify(record)),
  ]);
}

const page = async (flow?: string): Promise<unknown> => {
  const found = await index.page({ flow, offset: 0, limit: 10 });
  return found.runs.map(({ ref }) => `${path.basename(ref.root)} ${ref.flow} ${ref.run}`);
};

describe('the list of runs', () => {
  it('is empty where no root exists yet', async () => {
    await index.update();
    expect(await index.page({ offset: 0, limit: 10 })).toEqual({ runs: [], total: 0 });
  });

  it('has the runs of all roots and flows, newest first, in pages', async () => {
    await addRun('one', 'A', id(1));
    await addRun('two', 'B', id(2));
    await addRun('one', 'B', id(3));
    await index.update();
    expect(await page()).toEqual([`one B ${id(3)}`, `two B ${id(2)}`, `one A ${id(1)}`]);
    expect(await page('A')).toEqual([`one A ${id(1)}`]);
    const second = await index.page({ offset: 1, limit: 1 });
    expect(second).toMatchObject({ total: 3, runs: [{ ref: { run: id(2) }, done: 4 }] });
    expect(index.newestOfFlows()).toHaveLength(3);
    expect(told).toEqual([]);
  });

  it('tells of runs that come and go after the first look', async () => {
    await index.update();
    await addRun('one', 'A', id(1));
    await index.update();
    expect(told).toMatchObject([{ changed: [{ ref: { run: id(1) } }], removed: [] }]);
    await rm(path.join(folder, 'one/A', id(1)), { recursive: true });
    await index.update();
    expect(told[1]).toMatchObject({ changed: [], removed: [{ run: id(1) }] });
    await index.update();
    expect(told).toHaveLength(2);
  });

  it('finds new runs also in folders that were quiet for long', async () => {
    await addRun('one', 'A', id(1));
    const longAgo = new Date(1_700_000_000_000);
    for (const quiet of ['one', 'one/A']) await utimes(path.join(folder, quiet), longAgo, longAgo);
    await index.update();
    await index.update();
    await addRun('one', 'A', id(2));
    await index.update();
    expect(await page()).toEqual([`one A ${id(2)}`, `one A ${id(1)}`]);
  });

  it('tells of a run that was seen too early as soon as it can be read', async () => {
    await addRun('one', 'A', id(1));
    await index.update();
    await mkdir(path.join(folder, 'one/A', id(2)));
    await index.update();
    expect(told.flatMap(({ changed }) => changed)).toEqual([]);
    expect(await index.page({ offset: 0, limit: 10 })).toMatchObject({ total: 1 });
    await addRun('one', 'A', id(2));
    await index.update();
    expect(told.flatMap(({ changed }) => changed)).toMatchObject([{ ref: { run: id(2) } }]);
  });
});
