/** A run keeps the code that it started with, whatever happens to the files meanwhile. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotMessage } from '../../runner/compute/protocol';
import { TestHost } from './host/harness';

const FLOW = `
import early
from metaflow import FlowSpec, step


class LinesFlow(FlowSpec):
    @step
    def start(self):
        import late
        from package import inner

        print(late.VALUE, inner.VALUE)
        print(late.__file__)
        self.next(self.end)

    @step
    def end(self):
        early.fail()  # of the flow


if __name__ == "__main__":
    LinesFlow()
`;
const MODULES = {
  'flow.py': FLOW,
  'early.py': 'def fail():\n    raise ValueError("early")  # as it was\n',
  'late.py': 'VALUE = "late as it was"\n',
  'package/__init__.py': '',
  'package/inner.py': 'VALUE = "inner as it was"\n',
};

describe.each([
  ['fork', '1'],
  ['fresh', '0'],
])('a snapshot in %s mode', (_mode, FLOWDECK_FORK) => {
  let folder: string;
  let snapshot: SnapshotMessage;
  const file = (name: string) => path.join(folder, name);

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'flowdeck snäp ')));
    await mkdir(file('package'));
    const files: Record<string, { size: number; mtimeNs: string }> = {};
    for (const [name, text] of Object.entries(MODULES)) {
      await writeFile(file(name), text);
      const { size, mtimeNs } = await stat(file(name), { bigint: true });
      files[name] = { size: Number(size), mtimeNs: String(mtimeNs) };
    }
    const archive = path.join(folder, '..', `${path.basename(folder)}.tar.gz`);
    execFileSync('tar', ['-czf', archive, '-C', folder, ...Object.keys(MODULES)]);
    snapshot = { type: 'snapshot', folder, archive, files };
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await rm(snapshot.archive);
  });

  it.each(['edited', 'deleted', 'left alone'])('is loaded from when files are %s', async (fate) => {
    await using test = await TestHost.start(file('flow.py'), { env: { FLOWDECK_FORK } });
    test.host.sendSnapshot(snapshot);
    await test.parameters();
    for (const name of Object.keys(MODULES)) {
      if (fate === 'edited') await writeFile(file(name), '\n\n# changed\nVALUE = "as edited"\n');
      if (fate === 'deleted') await rm(file(name));
    }
    const first = await test.run('start');
    expect(await test.log(first, 'stderr')).toBe('');
    expect(await test.log(first)).toBe(`late as it was inner as it was\n${file('late.py')}\n`);
    const { result } = await test.run('end', [first]);
    const error = result.state === 'failed' ? result.error : undefined;
    expect(error?.frames?.map(({ file: at, text }) => [at, text])).toEqual([
      [file('flow.py'), 'early.fail()  # of the flow'],
      [file('early.py'), 'raise ValueError("early")  # as it was'],
    ]);
  });
});
