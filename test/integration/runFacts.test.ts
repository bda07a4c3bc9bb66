/** What hovers are told of past runs: artifacts of real tasks, read without executing anything, and how long steps usually take. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeFacts, type FactsChange, type RunFacts } from '../../runner/flow/facts';
import { RunIndex } from '../../runner/runs/index';
import { OpenRuns } from '../../runner/runs/openRuns';
import { artifactLook } from '../../runner/service/taskQueries';
import { FactsFeed } from '../../runner/service/factsFeed';
import { hasOfficial, newestRun, Sandbox, until } from './cliSupport';

const KINDS = path.join(import.meta.dirname, 'runsFlows/kinds.py');

let sandbox: Sandbox;
let runs: OpenRuns;
let index: RunIndex;
let feed: FactsFeed;
let changes: FactsChange[];
let facts: readonly RunFacts[];
beforeEach(async () => {
  sandbox = await Sandbox.create();
  runs = new OpenRuns();
  index = new RunIndex(runs);
  index.setRoots([sandbox.root]);
  changes = [];
  facts = [];
  feed = new FactsFeed(index, runs, (change) => {
    changes.push(change);
    facts = changeFacts(facts, change);
  });
});
afterEach(async () => {
  for (const each of [feed, index, runs]) each[Symbol.dispose]();
  await sandbox[Symbol.asyncDispose]();
});

/** The facts of the only flow, once its artifacts were read. */
async function told(): Promise<RunFacts> {
  await index.update();
  feed.start();
  return until(() => facts.find(({ artifacts }) => artifacts !== undefined));
}

describe('facts', () => {
  it('tell of the artifacts of each step, after they told how the run went', async () => {
    await sandbox.flowdeck('run', KINDS, '--rate', '0.25');
    const { artifacts, steps } = await told();
    expect(changes[0]).toMatchObject({ whole: true, changed: [{ flow: 'KindsFlow' }] });
    expect(changes[0]?.changed[0]).not.toHaveProperty('artifacts');
    expect(artifacts?.['start']).toMatchObject({
      rate: { type: 'float', preview: '0.25' },
      items: { type: 'list', items: 3, preview: '[0, 1, 2]' },
      table: { type: 'dict', items: 2, preview: "{'a': 1, 'b': [1, 2]}" },
      text: { type: 'str' },
    });
    expect(artifacts?.['start']?.['text']?.preview).toHaveLength(80);
    // Of a foreach, the first task.
    expect(artifacts?.['fit']?.['model']).toEqual({
      type: '__main__.Model',
      preview: 'Model(depth=0)',
    });
    expect(artifacts?.['join']).toMatchObject({ depths: { type: 'tuple', items: 3 }, rate: {} });
    expect(artifacts?.['join']).not.toHaveProperty('model');
    expect(Object.keys(artifacts?.['end'] ?? {}).some((name) => name.startsWith('_'))).toBe(false);
    expect(steps['fit']).toMatchObject({ tasks: { done: 3 }, recent: { runs: 1 } });
  });

  it('tell of earlier runs where the newest did not come to a step', async () => {
    await sandbox.flowdeck('run', KINDS);
    const whole = await newestRun(sandbox.root, 'KindsFlow');
    await sandbox.flowdeck('run', KINDS, '--broken', 'True');
    const { run, artifacts, earlier } = await told();
    expect(run.state).toBe('failed');
    expect(artifacts?.['start']?.['broken']?.preview).toBe('True');
    // What a step had set when it failed is told, too.
    expect(artifacts?.['join']?.['broken']?.preview).toBe('True');
    expect(artifacts?.['end']?.['broken']?.preview).toBe('False');
    expect(artifacts?.['end']?.['depths']).toMatchObject({ type: 'tuple', items: 3 });
    expect(earlier).toEqual({ end: whole.run });
  });

  it('tell the median of the last runs, and forget a flow that was deleted', async () => {
    for (let run = 0; run < 3; run += 1) await sandbox.flowdeck('run', KINDS);
    const { steps } = await told();
    expect(steps['start']?.recent?.runs).toBe(3);
    expect(steps['start']?.recent?.median).toBeGreaterThan(0);
    index.setRoots([]);
    await index.update();
    await until(() => facts.length === 0);
    expect(changes.at(-1)).toEqual({
      changed: [],
      removed: [{ root: sandbox.root, flow: 'KindsFlow' }],
    });
  });

  it.runIf(hasOfficial)(
    'tell of runs of official Metaflow, and of the shape of an array',
    async () => {
      await sandbox.official(KINDS);
      const { artifacts, steps } = await told();
      expect(artifacts?.['start']?.['array']).toMatchObject({
        type: 'numpy.ndarray',
        shape: '(344, 7)',
      });
      expect(artifacts?.['end']?.['array']?.shape).toBe('(344, 7)');
      expect(steps['fit']?.recent?.runs).toBe(1);
    },
  );
});

describe('a long look at an artifact', () => {
  const signal = new AbortController().signal;

  it('shows all of it, of the first task of the step', async () => {
    await sandbox.flowdeck('run', KINDS);
    const ref = await newestRun(sandbox.root, 'KindsFlow');
    const text = await artifactLook(runs, { ref, step: 'end', artifact: 'text' }, signal);
    expect(text).toMatchObject({ tasks: 1, cut: false, text: 'x'.repeat(500) });
    const model = await artifactLook(runs, { ref, step: 'fit', artifact: 'model' }, signal);
    expect(model).toMatchObject({ tasks: 3, row: { name: 'model' }, text: 'Model(depth=0)' });
  });

  it('says what is not there', async () => {
    await sandbox.flowdeck('run', KINDS);
    const ref = await newestRun(sandbox.root, 'KindsFlow');
    const ask = (step: string, artifact: string) =>
      artifactLook(runs, { ref, step, artifact }, signal);
    await expect(ask('fit', 'nothing')).rejects.toMatchObject({ code: 'artifact-not-found' });
    await expect(ask('nowhere', 'model')).rejects.toMatchObject({ code: 'task-not-found' });
  });
});
