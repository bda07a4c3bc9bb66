/** Runs in unusual places and circumstances. */
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  flowFile,
  ownFlow,
  plainEnvironment,
  readOfficially,
  readRecord,
  runFlow,
  startRun,
  temporaryFolder,
} from './execute/runs';

describe('places', () => {
  it('runs in a folder with spaces, quotes and letters beyond ASCII', async () => {
    await using outer = await temporaryFolder();
    const folder = path.join(outer.path, `it's "my" übung 数据`);
    await mkdir(folder);
    const file = path.join(folder, 'größe 1.py');
    await cp(flowFile('foreach.py'), file);
    const { result } = await runFlow(file, folder);
    expect(result.state).toBe('succeeded');
    const view = await readOfficially('ForeachFlow', folder);
    expect(view.run.successful).toBe(true);
    expect(view.code?.script).toBe('größe 1.py');
  });

  it('says where it can not write and what to do', async () => {
    await using folder = await temporaryFolder();
    // A file where the datastore's folder should be: refused for every user, root too.
    await writeFile(path.join(folder.path, 'taken'), '');
    const env = {
      ...plainEnvironment(folder.path),
      METAFLOW_DATASTORE_SYSROOT_LOCAL: path.join(folder.path, 'taken'),
    };
    await expect(runFlow(flowFile('hello.py'), folder.path, { env })).rejects.toMatchObject({
      code: 'storage-unwritable',
      remedy: expect.stringContaining('folder') as string,
    });
  });

  it('says so when the file is not there', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'gone.py');
    await expect(runFlow(file, folder.path)).rejects.toMatchObject({
      code: 'flow-file-unreadable',
    });
  });

  it('keeps two runs apart that are started at once', async () => {
    await using folder = await temporaryFolder();
    const both = await Promise.all([
      runFlow(flowFile('foreach.py'), folder.path, { argv: ['run', '--tag', 'one'] }),
      runFlow(flowFile('foreach.py'), folder.path, { argv: ['run', '--tag', 'two'] }),
    ]);
    const ids = both.map(({ result }) => result.ref.run);
    expect(new Set(ids).size).toBe(2);
    expect(both.map(({ result }) => result.state)).toEqual(['succeeded', 'succeeded']);
    const records = await Promise.all(both.map(({ result }) => readRecord(result.ref)));
    expect(records.map(({ codePackage }) => codePackage)).toEqual([
      records[0]?.codePackage,
      records[0]?.codePackage,
    ]);
  });
});

describe('code that changes while a run goes on', () => {
  it('stays what it was when the run started, imports inside steps included', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'importing.py');
    await cp(ownFlow('importing.py'), file);
    const write = (name: string, text: string): Promise<void> =>
      writeFile(path.join(folder.path, name), text);
    await write('late.py', 'VALUE = "as it was"\n');
    await write(
      'first.py',
      [
        'import pathlib, time',
        'VALUE = "first"',
        'def wait():',
        '    for _ in range(6000):',
        '        if pathlib.Path(__file__).with_name("go").exists():',
        '            return',
        '        time.sleep(0.01)',
        '',
      ].join('\n'),
    );
    const run = startRun(file, folder.path);
    await run.started;
    await write('late.py', 'VALUE = "changed meanwhile"\n');
    await write('importing.py', 'this is no Python any more');
    await write('go', '');
    expect((await run.outcome).state).toBe('succeeded');
    const view = await readOfficially('ImportingFlow', folder.path);
    expect(view.run.data).toMatchObject({
      early: "'first'",
      late: "'as it was'",
      where: `'${path.join(folder.path, 'late.py')}'`,
    });
    expect(view.code?.files).toEqual(['first.py', 'importing.py', 'late.py']);
  });

  it('is not packed again when nothing changed', async () => {
    await using folder = await temporaryFolder();
    const runs = [
      await runFlow(flowFile('hello.py'), folder.path),
      await runFlow(flowFile('hello.py'), folder.path),
    ];
    const [one, two] = await Promise.all(runs.map(({ result }) => readRecord(result.ref)));
    expect(one?.codePackage).toBe(two?.codePackage);
    const data = path.join(folder.path, '.metaflow/HelloFlow/data');
    const blobs = await readdir(data, { recursive: true });
    expect(blobs.filter((name) => name.endsWith(`${one?.codePackage ?? '-'}_meta`))).toHaveLength(
      1,
    );
  });
});
