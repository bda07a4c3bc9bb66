/** Who runs, and the tags that say so. */
import { userInfo } from 'node:os';
import { readSetting } from './settings';

/** The Metaflow version whose behaviour and records ours agree with. */
export const METAFLOW_VERSION = '2.19.38';

/**
 * The user's name for records and namespaces. Metaflow's sources in its order, without `root`; where it gives
 * up (root in a container), the account's own name.
 */
export function resolveUser(env: NodeJS.ProcessEnv, cwd: string = process.cwd()): string {
  const named = [
    readSetting('METAFLOW_USER', cwd, env),
    env.SUDO_USER,
    env.USERNAME,
    env.USER,
  ].find((name) => name !== undefined && name !== '' && name !== 'root');
  return named ?? accountName();
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no account has.
    return `user-${process.getuid?.() ?? 0}`;
  }
}

/** `python_version:3.11.7` and its neighbours, as the official client expects them on a run. */
export function systemTags(options: {
  readonly user: string;
  readonly pythonVersion: string;
  readonly env: NodeJS.ProcessEnv;
}): readonly string[] {
  const { user, pythonVersion, env } = options;
  const token = env.METAFLOW_PRODUCTION_TOKEN ?? '';
  return [
    `runtime:${env.METAFLOW_RUNTIME_NAME ?? 'dev'}`,
    `python_version:${pythonVersion}`,
    token === '' ? `user:${user}` : `production:${token}`,
    `metaflow_version:${METAFLOW_VERSION}`,
  ];
}
