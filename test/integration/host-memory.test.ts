/** A task that the kernel ends for lack of memory is told apart from one that someone killed. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runtimeFolder } from '../../runner/compute/runtimeFolder';
import { python } from './host/harness';

/** Counters as the kernel writes them, before and after it killed something. */
const PROGRAM = `
import json, pathlib, signal, sys
sys.path.insert(0, sys.argv[1])
from metaflow._host.outcome import MemoryWitness, without_result

counters = pathlib.Path(sys.argv[2])
counters.write_text("low 0\\noom 3\\noom_kill 2\\n")
witness = MemoryWitness([("/no/such/file", "oom_kill"), (str(counters), "oom_kill")])

def end(number):
    out_of_memory = witness.saw_kill()
    error = without_result(number, stopped=False, out_of_memory=out_of_memory)["result"]["error"]
    return [error["kind"], error["signal"]]

ends = [end(signal.SIGKILL)]
counters.write_text("low 0\\noom 4\\noom_kill 3\\n")
ends += [end(signal.SIGKILL), end(signal.SIGKILL)]
print(json.dumps(ends))
`;

it('blames memory only for a SIGKILL that comes with a new kill in the kernel’s count', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'flowdeck-memory-'));
  const args = ['-c', PROGRAM, runtimeFolder(), path.join(folder, 'memory.events')];
  const ends: unknown = JSON.parse(execFileSync(python, args, { encoding: 'utf8' }));
  await rm(folder, { recursive: true });
  expect(ends).toEqual([
    ['signal', 'SIGKILL'],
    ['memory', 'SIGKILL'],
    ['signal', 'SIGKILL'],
  ]);
});
