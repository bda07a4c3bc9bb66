import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatastore } from '../../../runner/datastore/datastore';
import { creationTime, nextRunId } from '../../../runner/datastore/metadata/runIds';
import { temporaryFolders } from './temporary';

const newFolder = temporaryFolders();
const who = { user: 'tester', tags: ['nightly'], systemTags: ['user:tester'] };

describe('local metadata', () => {
  it('registers a run as the official client reads it', async () => {
    const root = newFolder();
    const ds = openDatastore(root);
    const record = await ds.metadata.newRun('HelloFlow', who);
    const self: unknown = JSON.parse(
      readFileSync(path.join(root, 'HelloFlow', record.run, '_meta/_self.json'), 'utf8'),
    );
    expect(self).toEqual({
      run_number: record.run,
      flow_id: 'HelloFlow',
      user_name: 'tester',
      tags: ['nightly'],
      system_tags: ['user:tester'],
      ts_epoch: expect.any(Number) as number,
    });
    expect(await ds.metadata.flows()).toEqual(['HelloFlow']);
    expect(await ds.metadata.run('HelloFlow', record.run)).toEqual(record);
  });

  it('counts task ids from 0 in each run', async () => {
    const { metadata } = openDatastore(newFolder());
    const a = await metadata.newRun('A', who);
    const b = await metadata.newRun('A', who);
    const ids = [a, a, b, a].map(({ run }) => metadata.newTaskId('A', run));
    expect(ids).toEqual(['0', '1', '0', '2']);
  });

  it('never gives two runs one id, and lists the newest first', async () => {
    const root = newFolder();
    // Two stores in one process share nothing but the folder and the clock.
    const stores = [openDatastore(root), openDatastore(root)];
    const made = await Promise.all(
      Array.from({ length: 20 }, () => stores.map((ds) => ds.metadata.newRun('A', who))).flat(),
    );
    const ids = made.map(({ run }) => run);
    expect(new Set(ids).size).toBe(40);
    const listed = await openDatastore(root).metadata.runs('A');
    expect(listed.map(({ run }) => run)).toEqual([...ids].sort().reverse());
  });

  it('takes the next id when another process has that folder already', async () => {
    const root = newFolder();
    const { metadata } = openDatastore(root);
    // Far in the future, so that the ids that follow are known.
    const last = Number(nextRunId(Date.now() + 1_000_000));
    mkdirSync(path.join(root, 'A', String(last + 1)), { recursive: true });
    mkdirSync(path.join(root, 'A', String(last + 2)), { recursive: true });
    expect((await metadata.newRun('A', who)).run).toBe(String(last + 3));
  });

  it('passes over what is torn, foreign or missing', async () => {
    const root = newFolder();
    const ds = openDatastore(root);
    const { run } = await ds.metadata.newRun('A', who);
    const write = (file: string, text: string): void => {
      const target = path.join(root, 'A', run, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    };
    mkdirSync(path.join(root, 'A', '17'), { recursive: true });
    mkdirSync(path.join(root, 'not a flow'));
    write('flowdeck/run.json', '{');
    write('_parameters/0/_meta/_self.json', '{}');
    write('start/1/_meta/_self.json', '{"task_id":"1","ts_epoch":5}');
    write('start/10/_meta/_self.json', '{"task_id":"10","ts_epoch":4}');
    write('start/2/_meta/_self.json', '{"task_id":"2","ts_epoch":6}');
    write('start/3/_meta/_self.json', '{"task_');
    write(
      'start/1/_meta/sysmeta_attempt_7.json',
      '{"field_name":"attempt","type":"attempt","value":"0","tags":["attempt_id:0"],"ts_epoch":7}',
    );
    write('start/1/_meta/sysmeta_x_8.json', 'no JSON');
    write(
      'start/1/_meta/sysmeta_object_9.json',
      '{"field_name":"object","value":{"a":1},"ts_epoch":9}',
    );
    expect((await ds.metadata.runs('A')).map((record) => record.run)).toEqual([run]);
    expect(await ds.metadata.flows()).toEqual(['A']);
    expect(await ds.metadata.steps('A', run)).toEqual(['start']);
    expect((await ds.metadata.tasks('A', run, 'start')).map(({ task }) => task)).toEqual([
      '1',
      '2',
      '10',
    ]);
    expect(await ds.metadata.taskMetadata('A', run, 'start', '1')).toEqual([
      { field: 'attempt', type: 'attempt', value: '0', tags: ['attempt_id:0'], createdAt: 7 },
      { field: 'object', type: 'object', value: '{"a":1}', tags: [], createdAt: 9 },
    ]);
  });
});

describe('run ids', () => {
  it('grow even when the clock stands still', () => {
    const [a, b] = [nextRunId(1_795_447_041_582.695), nextRunId(1_795_447_041_582.695)];
    expect(Number(b)).toBeGreaterThan(Number(a));
  });

  it('tell when a run began, whatever tagging did to the record', () => {
    expect(creationTime('1795447041582695', 9_999_999_999_999)).toBe(1795447041582);
    expect(creationTime('my-run', 5)).toBe(5);
  });
});
