import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findLocalRoot,
  openLocalRoot,
  resolveUser,
  systemTags,
} from '../../../runner/datastore/roots';
import { readSetting } from '../../../runner/datastore/settings';
import { temporaryFolders } from './temporary';

const newFolder = temporaryFolders();
/** Keeps the tests away from the configuration of whoever runs them. */
const envIn = (home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  HOME: home,
  ...more,
});

describe('the local root', () => {
  it('is the nearest .metaflow upwards', () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, '.metaflow'));
    const deep = path.join(folder, 'a', 'b');
    mkdirSync(deep, { recursive: true });
    expect(findLocalRoot(deep, envIn(folder))).toBe(path.join(folder, '.metaflow'));
  });

  it('is made in the working directory, hidden from git', () => {
    const folder = newFolder();
    const root = openLocalRoot(folder, envIn(folder));
    expect(root).toBe(path.join(folder, '.metaflow'));
    expect(readFileSync(path.join(root, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('leaves a root that exists as it is', () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, '.metaflow'));
    openLocalRoot(folder, envIn(folder));
    expect(existsSync(path.join(folder, '.metaflow', '.gitignore'))).toBe(false);
  });

  it('follows the sysroot, from the environment or a configuration', () => {
    const folder = newFolder();
    const name = 'METAFLOW_DATASTORE_SYSROOT_LOCAL';
    expect(findLocalRoot(folder, envIn(folder, { [name]: '/data/x' }))).toBe('/data/x/.metaflow');
    expect(findLocalRoot(folder, envIn(folder, { [name]: 'sub' }))).toBe(
      path.join(folder, 'sub/.metaflow'),
    );
    mkdirSync(path.join(folder, '.metaflowconfig'));
    writeFileSync(
      path.join(folder, '.metaflowconfig/config.json'),
      JSON.stringify({ [name]: '/configured' }),
    );
    expect(findLocalRoot(folder, envIn(folder))).toBe('/configured/.metaflow');
  });

  it.skipIf(process.getuid?.() === 0)('says what to do when it may not write', () => {
    const folder = newFolder();
    chmodSync(folder, 0o555);
    expect(() => openLocalRoot(folder, envIn(folder))).toThrow(
      expect.objectContaining({ code: 'storage-unwritable' }),
    );
    chmodSync(folder, 0o755);
  });

  it('says so when a file stands in its place', () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, '.metaflow'), '');
    expect(() => openLocalRoot(folder, envIn(folder))).toThrow(
      expect.objectContaining({ code: 'storage-unwritable' }),
    );
  });
});

describe('a setting', () => {
  it('comes from the environment before the folder before the person', () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, '.metaflow'));
    const local = path.join(folder, '.metaflow', 'config.json');
    writeFileSync(local, JSON.stringify({ METAFLOW_USER: 'local', METAFLOW_A: 7 }));
    const personal = path.join(folder, 'config.json');
    writeFileSync(personal, JSON.stringify({ METAFLOW_USER: 'personal', METAFLOW_B: 'b' }));
    const env = { METAFLOW_HOME: folder };
    expect(readSetting('METAFLOW_USER', folder, { ...env, METAFLOW_USER: 'env' })).toBe('env');
    expect(readSetting('METAFLOW_USER', folder, env)).toBe('local');
    expect(readSetting('METAFLOW_A', folder, env)).toBe('7');
    expect(readSetting('METAFLOW_B', folder, env)).toBe('b');
    expect(readSetting('METAFLOW_C', folder, env)).toBeUndefined();
  });

  it('names the profile that is missing', () => {
    const folder = newFolder();
    const env = { METAFLOW_HOME: folder, METAFLOW_PROFILE: 'work' };
    expect(() => readSetting('METAFLOW_USER', folder, env)).toThrow('profile “work”');
  });
});

describe('the user', () => {
  it.each([
    [{ METAFLOW_USER: 'a', USER: 'b' }, 'a'],
    [{ SUDO_USER: 'sue', USER: 'root' }, 'sue'],
    [{ METAFLOW_USER: 'root', USERNAME: 'una' }, 'una'],
    [{ METAFLOW_USER: '', USER: 'uli' }, 'uli'],
  ])('of %j is %s', (env, expected) => {
    const folder = newFolder();
    expect(resolveUser(envIn(folder, env), folder)).toBe(expected);
  });

  it('is the account where Metaflow would stop', () => {
    const folder = newFolder();
    expect(resolveUser(envIn(folder, { USER: 'root' }), folder)).toBe(userInfo().username);
  });

  it('is a system tag, unless a production token is', () => {
    const options = { user: 'uli', pythonVersion: '3.11.7' };
    expect(systemTags({ ...options, env: {} })).toEqual([
      'runtime:dev',
      'python_version:3.11.7',
      'user:uli',
      'metaflow_version:2.19.38',
    ]);
    const token = { METAFLOW_PRODUCTION_TOKEN: 't' };
    expect(systemTags({ ...options, env: token })).toContain('production:t');
  });
});
