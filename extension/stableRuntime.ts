/**
 * The runtime under names that survive an update, for terminals that stay open: a link to the newest copy of the
 * runner, and a program that is the editor's own Node.
 */
import { chmod, lstat, mkdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface StableRuntime {
  /** The folder for PYTHONPATH. */
  readonly python: string;
  /** The Node for FLOWDECK_NODE. */
  readonly node: string;
}

/**
 * Makes the names, or lets them lead to `copy` from now on.
 *
 * @param storage The extension's folder in the global storage.
 * @param copy The runner's copy in use (`ensureRuntimeCopy`).
 * @param editor The editor's executable: an Electron, or a plain Node on a server.
 */
export async function ensureStableRuntime(
  storage: string,
  copy: string,
  editor: { readonly executable: string; readonly isElectron: boolean },
  platform: NodeJS.Platform = process.platform,
): Promise<StableRuntime> {
  const link = path.join(storage, 'current');
  await pointTo(link, copy, platform);
  return { python: path.join(link, 'python'), node: await nodeProgram(storage, editor, platform) };
}

/** The link never leads nowhere: a new one takes the old one's name at once, except on Windows, where it cannot. */
async function pointTo(link: string, target: string, platform: NodeJS.Platform): Promise<void> {
  if ((await readlink(link).catch(() => undefined)) === target) return;
  const draft = `${link}.${process.pid}`;
  await rm(draft, { force: true });
  // Windows lets everybody make junctions, but not links.
  await symlink(target, draft, platform === 'win32' ? 'junction' : 'dir');
  if (platform === 'win32' && (await lstat(link).catch(() => undefined))) await rm(link);
  await rename(draft, link);
}

async function nodeProgram(
  storage: string,
  { executable, isElectron }: { readonly executable: string; readonly isElectron: boolean },
  platform: NodeJS.Platform,
): Promise<string> {
  if (!isElectron) return executable;
  const folder = path.join(storage, 'bin');
  const windows = platform === 'win32';
  const file = path.join(folder, windows ? 'flowdeck-node.cmd' : 'flowdeck-node');
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, windows ? forWindows(executable) : forShell(executable));
  await chmod(draft, 0o755);
  await rename(draft, file);
  return file;
}

/** `exec`, so that signals and the exit code are Node's own. */
function forShell(executable: string): string {
  const quoted = `'${executable.replaceAll("'", String.raw`'\''`)}'`;
  return `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted} "$@"\n`;
}

function forWindows(executable: string): string {
  return `@echo off\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${executable.replaceAll('%', '%%')}" %*\r\n`;
}
