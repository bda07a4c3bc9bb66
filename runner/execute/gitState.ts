/** Which commit the flow's folder is at. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunFile } from '../datastore/runFiles';

export type GitState = NonNullable<RunFile['git']>;

/** Undefined outside a repository, before its first commit, without git, or when git takes too long. */
export async function gitState(folder: string, signal: AbortSignal): Promise<GitState | undefined> {
  if (!isInRepository(folder)) return undefined;
  const text = await statusOf(folder, signal);
  return text === undefined ? undefined : parseStatus(text);
}

/** `git status --porcelain=v2 --branch`: header lines begin with `#`, every other line is a change. */
export function parseStatus(text: string): GitState | undefined {
  const lines = text.split('\n').filter((line) => line !== '');
  const header = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`# ${name} `))?.slice(name.length + 3);
  const commit = header('branch.oid');
  if (commit === undefined || commit === '(initial)') return undefined;
  const branch = header('branch.head');
  return {
    commit,
    ...(branch === undefined || branch === '(detached)' ? {} : { branch }),
    dirty: lines.some((line) => !line.startsWith('#')),
  };
}

/** Most flows lie in no repository; asking git costs a process. */
function isInRepository(folder: string): boolean {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, '.git')) || (parent !== folder && isInRepository(parent));
}

function statusOf(folder: string, signal: AbortSignal): Promise<string | undefined> {
  // Untracked files are not looked for: in a large folder that takes seconds.
  const command = ['status', '--porcelain=v2', '--branch', '--untracked-files=no'];
  const options = {
    cwd: folder,
    signal,
    timeout: 5_000,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
  };
  return new Promise((resolve) => {
    const git = execFile('git', command, options, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
    if (git.pid !== undefined) giveWay(git.pid);
  });
}

/** The tasks of the run come first. */
function giveWay(pid: number): void {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let us: then it runs as it is.
    return;
  }
}
