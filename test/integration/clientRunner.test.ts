/** Programs that run flows with `Runner`: real processes, our package and our command. */
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENTRY, FLOWS, Sandbox } from './cliSupport';
import { PYTHON } from './execute/interpreters';

const program = path.join(import.meta.dirname, 'client/runner_program.py');
const notebook = path.join(import.meta.dirname, 'client/notebook');
const ours = path.join(path.dirname(ENTRY), 'python');

type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

describe('Runner', () => {
  let answers: Answers;

  beforeAll(async () => {
    await using sandbox = await Sandbox.create();
    const { stdout } = await promisify(execFile)(PYTHON, [program, FLOWS], {
      cwd: sandbox.folder,
      env: {
        ...sandbox.env,
        PYTHONPATH: [ours, notebook].join(path.delimiter),
        FLOWDECK_NODE: process.execPath,
      },
    });
    answers = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Answers;
  });

  it('passes values of every type, tags and options on', () => {
    expect(answers['parameters']).toEqual({
      values: {
        rate: 0.25,
        count: 9,
        flag: true,
        settings: { depth: [5] },
        text: "a 'quoted' text",
        names: ['a', 'b', 'c'],
      },
      tags: ['one', 'two'],
      ended: ['successful', 0, true],
      printed: true,
    });
  });

  it('tells of a failed run, resumes it, and spins a step of it apart from runs', () => {
    expect(answers['failures']).toEqual({
      failed: ['failed', 1, false],
      resumed: ['successful', true],
      from: true,
      spun: ['successful', true],
      latest: true,
    });
  });

  it('spins a step with its decorators, and without', () => {
    expect(answers['spun']).toEqual({
      ended: 'RuntimeError',
      attempt: 0,
      skipped: ['successful', true, true],
    });
  });

  it('refuses what the flow does not accept, before anything is started', () => {
    expect(answers['refusals']).toMatchObject({
      'no file': ['FileNotFoundError', expect.stringContaining('nowhere.py')],
      'no such name': ['ValueError', expect.stringContaining("'alpha'")],
      'not a number': ['TypeError', expect.stringContaining("'count'")],
      'no list': ['TypeError', expect.stringContaining("'decospecs'")],
      'no run': ['RuntimeError', expect.stringContaining('There is no run 7 in')],
    });
  });

  it('returns while the run goes on, streams its lines, and ends one that takes too long', () => {
    expect(answers['at once']).toEqual({
      begun: true,
      ended: ['successful', true],
      'same lines': true,
      stopped: ['timeout', true],
    });
  });

  it('runs the flow of a notebook cell, and leaves no file behind', () => {
    expect(answers['in a notebook']).toEqual(['CellFlow', 8, []]);
  });

  it("takes options of the flow's own decorators", () => {
    expect(answers['of a project']).toContain('project_branch:test.try');
  });

  it('runs another flow from within a step', () => {
    expect(answers['in a step']).toEqual(['successful', 'HELLO']);
  });
});
