/** Metaflow's settings: environment, then the nearest `.metaflow/config.json`, then the person's own `config.json`. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { FlowdeckError } from '../errors';
import { parseJsonObject, textOf, type JsonObject } from './jsonFiles';

export const LOCAL_FOLDER = '.metaflow';

/** A setting by its environment name; undefined when it is nowhere or empty. @throws FlowdeckError `profile-missing`. */
export function readSetting(
  name: `METAFLOW_${string}`,
  cwd: string,
  env: NodeJS.ProcessEnv,
): string | undefined {
  for (const source of [() => env, () => localConfig(cwd), () => globalConfig(env)]) {
    const value = textOf(source()?.[name]);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The nearest `.metaflow` folder of `cwd` and its parents. */
export function nearestLocalFolder(cwd: string): string | undefined {
  return nearestFolder(LOCAL_FOLDER, cwd);
}

/** The nearest folder of that name in `cwd` and its parents. */
export function nearestFolder(name: string, cwd: string): string | undefined {
  let folder = path.resolve(cwd);
  for (;;) {
    const candidate = path.join(folder, name);
    if (isFolder(candidate)) return candidate;
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

function localConfig(cwd: string): JsonObject | undefined {
  const folder = nearestLocalFolder(cwd);
  return folder === undefined ? undefined : readConfig(path.join(folder, 'config.json'));
}

function globalConfig(env: NodeJS.ProcessEnv): JsonObject | undefined {
  const folder = env.METAFLOW_HOME ?? path.join(env.HOME ?? homedir(), '.metaflowconfig');
  const profile = env.METAFLOW_PROFILE ?? '';
  if (profile === '') return readConfig(path.join(folder, 'config.json'));
  const file = path.join(folder, `config_${profile}.json`);
  const config = readConfig(file);
  if (config !== undefined) return config;
  throw new FlowdeckError({
    code: 'profile-missing',
    message: `There is no configuration for the profile “${profile}”`,
    where: { file },
    remedy: 'Create that file, or unset METAFLOW_PROFILE.',
  });
}

function readConfig(file: string): JsonObject | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const config = parseJsonObject(text);
  if (config !== undefined) return config;
  throw new FlowdeckError({
    code: 'configuration-invalid',
    message: 'This configuration is not a JSON object',
    where: { file },
    remedy: 'Repair or remove the file.',
  });
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
