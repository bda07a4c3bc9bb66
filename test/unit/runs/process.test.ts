import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  describeThisProcess,
  HEARTBEAT_LIMIT,
  livenessOf,
  startTimeInStat,
} from '../../../runner/runs/process';

describe('the process of a run', () => {
  it('is alive here while it has the same start time', async () => {
    const own = await describeThisProcess();
    expect(await livenessOf(own)).toBe('here');
    expect(await livenessOf({ ...own, startTime: '1' })).toBe('gone');
  });

  it('is gone after a restart of the machine, even when its pid is in use', async () => {
    const own = await describeThisProcess();
    expect(await livenessOf({ ...own, bootId: 'another boot' })).toBe('gone');
  });

  it('is gone once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    const own = await describeThisProcess();
    const { pid } = child;
    await once(child, 'exit');
    expect(await livenessOf({ ...own, pid: pid ?? 0 })).toBe('gone');
  });

  it('on another machine lives as long as its heart beats', async () => {
    const own = await describeThisProcess();
    const there = { ...own, host: 'elsewhere.example', heartbeat: 1_000_000 };
    expect(await livenessOf(there, 1_000_000 + HEARTBEAT_LIMIT)).toBe('elsewhere');
    expect(await livenessOf(there, 1_000_001 + HEARTBEAT_LIMIT)).toBe('gone');
  });

  it('has its start time in field 22, whatever the name of its command', () => {
    const fields = Array.from({ length: 18 }, (_, index) => String(index + 4)).join(' ');
    expect(startTimeInStat(`77 (a) b (c)) S ${fields} 4711 23`)).toBe('4711');
    expect(startTimeInStat(`77 (node) Z ${fields} 4711 23`)).toBeUndefined();
  });
});
