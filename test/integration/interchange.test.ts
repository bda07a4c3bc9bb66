/**
 * Both ways, over every test flow: a run by either engine is, value by value, the same to either's client, and the
 * commands of either work on it.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowFile, temporaryFolder, type ClientView } from './execute/runs';
import {
  ENGINES,
  otherThan,
  python,
  readBy,
  runBy,
  succeed,
  type Engine,
} from './interchange/engines';

/** Its stored error tells of the engine's own modules: only the outcome is compared. */
const OUTCOME_ONLY = new Set(['timeouts.py']);
const FLOWS = readdirSync(flowFile('.')).filter((name) => name.endsWith('.py'));
const UNFINISHED = path.join(import.meta.dirname, 'interchange/unfinished.py');

const classOf = async (file: string): Promise<string> =>
  /^ {4}(\w+)\(\)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? '';

const outcome = ({ successful, finished, tasks }: ClientView['run']): unknown => ({
  successful,
  finished,
  tasks: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.successful])),
});

describe('a run by either engine', () => {
  it.each(FLOWS)('is the same to the clients of both: %s', async (name) => {
    await using folder = await temporaryFolder('interchange');
    const file = flowFile(name);
    const official = await runBy('official', folder.path, file);
    const ours = await runBy('ours', folder.path, file);
    const flow = await classOf(file);
    const [theirView, ourView] = await Promise.all(
      ENGINES.map((reader) => readBy(reader, folder.path, flow)),
    );
    const look = OUTCOME_ONLY.has(name) ? outcome : (run: ClientView['run']): unknown => run;
    const views = [theirView, ourView].flatMap((view) =>
      [official, ours].map((id) => look(view?.[id] as ClientView['run'])),
    );
    const [expected, ...others] = views;
    expect(expected).toMatchObject({ successful: true });
    for (const other of others) expect(other).toEqual(expected);
  });
});

/** Ids and times differ from run to run, and tasks of a foreach come in any order. */
const comparable = (text: string): readonly string[] =>
  text
    .replaceAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /gm, '')
    .replaceAll(/pid \d+/g, 'pid')
    .replaceAll(/\d{13,}/g, 'id')
    .split('\n')
    .toSorted();

describe('the commands of either engine', () => {
  const commands = (run: string): readonly (readonly string[])[] => [
    ['dump', '--private', `${run}/end`],
    ['dump', '--max-value-size', '10', `${run}/start`],
    ['dump', `${run}/work`],
    ['logs', '--stdout', `${run}/end`],
    ['logs', '--both', `${run}/work`],
    ['tag', 'list', '--run-id', run, '--hide-system-tags'],
    ['tag', 'list', '--flat', '--run-id', run],
    ['show'],
  ];

  it('print the same of a run by either', async () => {
    await using folder = await temporaryFolder('interchange');
    const file = flowFile('foreach.py');
    const runs = [
      await runBy('official', folder.path, file),
      await runBy('ours', folder.path, file),
    ];
    for (const run of runs) {
      await succeed('official', folder.path, [file, 'tag', 'add', '--run-id', run, 'theirs']);
      await succeed('ours', folder.path, [file, 'tag', 'add', '--run-id', run, 'ours']);
      for (const command of commands(run)) {
        const print = async (engine: Engine): Promise<unknown> => {
          const done = await succeed(engine, folder.path, [file, '--quiet', ...command]);
          return [comparable(done.stdout), comparable(done.stderr)];
        };
        const [theirs, ours] = await Promise.all(ENGINES.map(print));
        expect(ours, command.join(' ')).toEqual(theirs);
      }
    }
  });

  it.each(ENGINES)('resume what %s left unfinished', async (engine) => {
    await using folder = await temporaryFolder('interchange');
    const failed = await python(engine, folder.path, [UNFINISHED, 'run', '--offset', '5'], {
      FAIL: '1',
    });
    expect(failed.code).toBe(1);
    await succeed(otherThan(engine), folder.path, [UNFINISHED, 'resume']);
    const [theirView, ourView] = await Promise.all(
      ENGINES.map((reader) => readBy(reader, folder.path, 'UnfinishedFlow')),
    );
    expect(ourView).toEqual(theirView);
    const [resumed, origin] = Object.keys(theirView ?? {})
      .toSorted()
      .toReversed();
    const run = theirView?.[resumed ?? ''];
    expect(run?.successful).toBe(true);
    expect(run?.data).toMatchObject({
      values: '[5, 8, 11, 14]',
      first_run: `'${origin}'`,
      origin: `'${origin}'`,
    });
    expect(Object.keys(run?.tasks ?? {}).filter((name) => name.startsWith('work'))).toHaveLength(4);
  });

  it.each(ENGINES)('list and get the cards that %s made', async (engine) => {
    await using folder = await temporaryFolder('interchange');
    const run = await runBy(engine, folder.path, UNFINISHED);
    const list = async (reader: Engine): Promise<unknown> => {
      const target = [UNFINISHED, '--quiet', 'card', 'list', `${run}/start`, '--as-json'];
      return JSON.parse((await succeed(reader, folder.path, target)).stdout);
    };
    const get = async (reader: Engine): Promise<string> => {
      const file = path.join(folder.path, `${reader}.html`);
      const target = [UNFINISHED, '--quiet', 'card', 'get', `${run}/start`, file, '--id', 'first'];
      await succeed(reader, folder.path, target);
      return readFile(file, 'utf8');
    };
    const [theirList, ourList] = await Promise.all(ENGINES.map(list));
    expect(ourList).toEqual(theirList);
    const [theirCard, ourCard] = await Promise.all(ENGINES.map(get));
    expect(ourCard).toContain('<html');
    expect(ourCard).toBe(theirCard);
  });
});
