import { describe, expect, it } from 'vitest';
import { openDatastore } from '../../../runner/datastore/datastore';
import type { ProcessFile, RunFile } from '../../../runner/datastore/runFiles';
import {
  readCancel,
  readProcessFile,
  readRunFile,
  requestCancel,
  writeProcessFile,
  writeRunFile,
} from '../../../runner/datastore/runRecord';
import { temporaryFolders } from './temporary';

const newFolder = temporaryFolders();
const ref = { flow: 'A', run: '1' };

const record: RunFile = {
  version: 1,
  ...ref,
  state: 'running',
  startedAt: 5,
  user: 'tester',
  file: '/a.py',
  workingDirectory: '/',
  maxWorkers: 16,
  maxNumSplits: 100,
  parameters: { alpha: 0.1, names: ['a', null] },
  description: {
    version: 1,
    name: 'A',
    file: '/a.py',
    doc: '',
    startStep: 'start',
    endStep: 'end',
    parameters: [],
    decorators: [],
    steps: [],
  },
  python: { version: '3.11', executable: '/python', platform: 'linux' },
  flowdeckVersion: '0.1.0',
};
const owner: ProcessFile = {
  version: 1,
  host: 'h',
  bootId: 'b',
  pid: 7,
  startTime: '99',
  heartbeat: 1,
};

describe("a run's own files", () => {
  it('come back as they were written', async () => {
    const ds = openDatastore(newFolder());
    await writeRunFile(ds, record);
    await writeProcessFile(ds, ref, owner);
    expect(await readRunFile(ds, ref)).toEqual(record);
    expect(await readProcessFile(ds, ref)).toEqual(owner);
  });

  it('are absent when missing, damaged or of a newer form', async () => {
    const ds = openDatastore(newFolder());
    expect(await readRunFile(ds, ref)).toBeUndefined();
    await ds.storage.write('A/1/flowdeck/run.json', JSON.stringify({ ...record, version: 2 }));
    await ds.storage.write('A/1/flowdeck/process.json', '{"version":1,');
    expect(await readRunFile(ds, ref)).toBeUndefined();
    expect(await readProcessFile(ds, ref)).toBeUndefined();
  });

  it('ask a run to stop, in order or at once', async () => {
    const ds = openDatastore(newFolder());
    expect(await readCancel(ds, ref)).toBeUndefined();
    await requestCancel(ds, ref);
    expect(await readCancel(ds, ref)).toBe('stop');
    await requestCancel(ds, ref, { now: true });
    expect(await readCancel(ds, ref)).toBe('now');
    await ds.storage.write('A/1/flowdeck/cancel', '');
    expect(await readCancel(ds, ref)).toBe('stop');
  });
});
