/** One step again, with the inputs of a past task: its result lies apart from the runs. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatastore } from '../../runner/datastore/datastore';
import type { RunEvent } from '../../runner/events';
import { ownFlow, plainEnvironment, readLogFile, runFlow, temporaryFolder } from './execute/runs';

const FLOW = ownFlow('spinnable.py');

const spin = (folder: string, ...argv: readonly string[]) =>
  runFlow(FLOW, folder, { argv: ['spin', ...argv] });

const failure = (events: readonly RunEvent[]): string | undefined =>
  events.flatMap((event) => (event.type === 'attempt_ended' ? [event.error?.message] : []))[0];

describe('spin', () => {
  it('gives a step the inputs that it had: an item, a round, all siblings in split order', async () => {
    await using folder = await temporaryFolder();
    const { result: past } = await runFlow(FLOW, folder.path);
    const ds = openDatastore(past.ref.root);
    const printed = async (step: string, task?: string): Promise<string> => {
      const place = task === undefined ? step : `${past.ref.run}/${step}/${task}`;
      const { result } = await spin(folder.path, place);
      expect(result.state).toBe('succeeded');
      return readLogFile(result.ref, `${step}/0`, 'stdout');
    };
    const [first] = await ds.metadata.tasks('SpinnableFlow', past.ref.run, 'work');
    expect(await printed('work', first?.task)).toBe('item a\n');
    expect(await printed('again')).toMatch(/^round [12] of [abc]\n$/);
    expect(await printed('join')).toBe("joined ['a', 'b', 'c']\n");
    expect(await printed('start')).toBe('scale 3\n');
  });

  it('leaves the runs and latest_run alone', async () => {
    await using folder = await temporaryFolder();
    const { result: past } = await runFlow(FLOW, folder.path);
    const { result } = await spin(folder.path, 'join', '--run-id-file', 'id.txt');
    expect(path.basename(result.ref.root)).toBe('.metaflow_spin');
    expect(await readFile(path.join(folder.path, 'id.txt'), 'utf8')).toBe(result.ref.run);
    const latest = path.join(past.ref.root, past.ref.flow, 'latest_run');
    expect(await readFile(latest, 'utf8')).toBe(past.ref.run);
    expect(existsSync(path.join(past.ref.root, past.ref.flow, result.ref.run))).toBe(false);
    expect(await openDatastore(past.ref.root).metadata.runs(past.ref.flow)).toHaveLength(1);
  });

  it('takes artifacts from a module in place of those of the past run', async () => {
    await using folder = await temporaryFolder();
    await runFlow(FLOW, folder.path);
    const module = path.join(folder.path, 'replaced.py');
    await writeFile(module, 'ARTIFACTS = {"results": ["x"]}\n');
    const { result } = await spin(folder.path, 'end', '--artifacts-module', module);
    expect(await readLogFile(result.ref, 'end/0', 'stdout')).toBe("end ['x']\n");
  });

  it('tells why the step failed, once: without its retries', async () => {
    await using folder = await temporaryFolder();
    await runFlow(FLOW, folder.path);
    const env = { ...plainEnvironment(folder.path), TEST_FAIL: '1' };
    const { result, events } = await runFlow(FLOW, folder.path, { argv: ['spin', 'end'], env });
    expect(result.state).toBe('failed');
    expect(failure(events)).toBe('ValueError: asked to fail');
    expect(events.filter(({ type }) => type === 'attempt_started')).toHaveLength(1);
  });

  it('says when there is nothing that it could start from', async () => {
    await using folder = await temporaryFolder();
    await expect(spin(folder.path, 'end')).rejects.toMatchObject({ code: 'run-not-found' });
  });
});
