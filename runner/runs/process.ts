/**
 * Which process runs a run, and whether it still does. A pid alone proves nothing: it is used again after a while and
 * after a restart of the machine, so host, boot and start time count too.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { promisify } from 'node:util';
import type { ProcessFile } from '../datastore/runFiles';

/** Renewed this often by a run, in milliseconds. */
export const HEARTBEAT_INTERVAL = 5_000;
/** A run on another machine whose heartbeat is older than this is taken for dead, in milliseconds. */
export const HEARTBEAT_LIMIT = 30_000;
/** Boot times that are computed differ by rounding, in seconds. */
const BOOT_TOLERANCE = 5;

let ownBootId: Promise<string> | undefined;

/** Linux has an id of the boot; elsewhere the time of the boot in seconds since the epoch stands for it. */
export function bootId(): Promise<string> {
  ownBootId ??= readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => String(Math.round(Date.now() / 1000 - os.uptime())),
  );
  return ownBootId;
}

/**
 * When a process was started, in the system's own form; the empty string when it cannot be told, undefined when there
 * is no such process.
 */
async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    return stat === undefined ? undefined : startTimeInStat(stat);
  }
  if (!exists(pid)) return undefined;
  if (process.platform === 'win32') return '';
  return promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/**
 * Field 22 of /proc/<pid>/stat, see proc(5). The command's name is field 2 and may hold spaces and parentheses. A zombie
 * (field 3 is Z) has ended already.
 */
export function startTimeInStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** What this process writes into its `process.json`. */
export async function describeThisProcess(): Promise<ProcessFile> {
  const [boot, startTime] = await Promise.all([bootId(), startTimeOf(process.pid)]);
  return {
    version: 1,
    host: os.hostname(),
    bootId: boot,
    pid: process.pid,
    startTime: startTime ?? '',
    heartbeat: Date.now(),
  };
}

/** `here`: alive on this machine, may be signalled; `elsewhere`: alive as far as its heartbeat tells; `gone`. */
export type Liveness = 'here' | 'elsewhere' | 'gone';

export async function livenessOf(file: ProcessFile, now = Date.now()): Promise<Liveness> {
  if (file.host !== os.hostname()) {
    return now - file.heartbeat <= HEARTBEAT_LIMIT ? 'elsewhere' : 'gone';
  }
  if (!sameBoot(file.bootId, await bootId())) return 'gone';
  const startTime = await startTimeOf(file.pid);
  return startTime !== undefined && startTime === file.startTime ? 'here' : 'gone';
}

function sameBoot(one: string, other: string): boolean {
  if (one === other) return true;
  return Math.abs(Number(one) - Number(other)) <= BOOT_TOLERANCE;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
