import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatastore } from '../../runner/datastore/datastore';
import type { RunFold } from '../../runner/runs/fold';
import { RunIndex } from '../../runner/runs/index';
import type { RunModel, TaskModel } from '../../runner/runs/model';
import { OpenRuns } from '../../runner/runs/openRuns';
import { foldRecords } from '../../runner/runs/records';
import { modelOf } from '../../runner/runs/stepModels';
import { tasksOf } from '../../runner/runs/taskList';
import { FLOWS, hasOfficial, look, newestRun, Sandbox } from './cliSupport';

/** What both accounts of a run must agree on; records.ts lists what only events know. */
function common(fold: RunFold): unknown {
  const model: RunModel = modelOf(fold);
  return {
    ref: model.ref,
    state: model.state,
    user: model.user,
    tags: model.tags,
    parameters: model.parameters,
    description: model.description,
    failure: model.failure && {
      step: model.failure.step,
      task: model.failure.task,
      attempt: model.failure.attempt,
      message: model.failure.error.message,
    },
    steps: model.steps.map(({ startedAt, endedAt, ...step }) => ({
      ...step,
      began: startedAt !== undefined,
      ended: endedAt !== undefined,
    })),
    // By id: of tasks that begin at the same time, in different foreaches, the records do not tell which was first.
    tasks: [...fold.steps.values()].flatMap((step) =>
      [...tasksOf(step.tasks)].sort((a, b) => Number(a.task) - Number(b.task)).map(commonTask),
    ),
  };
}

function commonTask({ attempts, ...task }: TaskModel): unknown {
  return {
    ...task,
    attempts: attempts.map(({ attempt, state, error }) => ({
      attempt,
      state,
      // Of a failure that was caught the events do not repeat the error.
      message: state === 'failed' ? error?.message : undefined,
    })),
  };
}

const OURS = [
  ['hello.py', 'HelloFlow'],
  ['branch.py', 'BranchFlow'],
  ['foreach.py', 'ForeachFlow'],
  ['nested_foreach.py', 'NestedForeachFlow'],
  ['catch_retry.py', 'CatchRetryFlow'],
  ['params.py', 'ParamsFlow'],
  ['bad/raises.py', 'RaisesFlow'],
  ['bad/exits.py', 'ExitsFlow'],
  ['bad/killed.py', 'KilledFlow'],
] as const;

describe('a finished run', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create();
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  it.each(OURS)('%s looks the same from its events and from its records', async (file, flow) => {
    await sandbox.flowdeck('run', '--tag', 'agreement', path.join(FLOWS, file));
    const ref = await newestRun(sandbox.root, flow);
    const fromEvents = await look(ref);
    const fromRecords = await foldRecords(openDatastore(sandbox.root), ref);
    expect(common(fromRecords)).toEqual(common(fromEvents));
    expect(Math.abs((fromRecords.endedAt ?? 0) - (fromEvents.endedAt ?? 0))).toBeLessThan(1000);
  });

  it('is read from its records when its log is lost', async () => {
    await sandbox.flowdeck('run', path.join(FLOWS, 'hello.py'));
    const ref = await newestRun(sandbox.root, 'HelloFlow');
    const before = await look(ref);
    await rm(path.join(sandbox.root, ref.flow, ref.run, 'flowdeck', 'events.jsonl'));
    expect(common(await look(ref))).toEqual(common(before));
  });
});

describe.skipIf(!hasOfficial)('a run of official Metaflow', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create();
    for (const file of ['foreach.py', 'catch_retry.py', 'bad/raises.py']) {
      await sandbox.official(path.join(FLOWS, file), '--tag', 'official');
    }
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  it('shows the same tasks in the same places as our run of the same flow', async () => {
    const file = path.join(FLOWS, 'foreach.py');
    const official = await look(await newestRun(sandbox.root, 'ForeachFlow'));
    await sandbox.flowdeck('run', '--tag', 'official', file);
    const ours = await look(await newestRun(sandbox.root, 'ForeachFlow'));
    expect(official.ref.run).not.toBe(ours.ref.run);
    expect(places(official)).toEqual(places(ours));
    const { steps, state, user, tags } = modelOf(official);
    const same = modelOf(ours);
    expect({ state, user, tags }).toEqual({ state: same.state, user: same.user, tags: same.tags });
    expect(steps.map(({ name, counts, expected }) => [name, counts, expected])).toEqual(
      same.steps.map(({ name, counts, expected }) => [name, counts, expected]),
    );
  });

  it('shows retries and caught failures', async () => {
    const fold = await look(await newestRun(sandbox.root, 'CatchRetryFlow'));
    const story = modelOf(fold).steps.map(({ name, state, retries }) => [name, state, retries]);
    expect(story).toEqual([
      ['start', 'succeeded', 1],
      ['risky', 'caught', 1],
      ['calm', 'succeeded', 0],
      ['silent', 'caught', 0],
      ['end', 'succeeded', 0],
    ]);
  });

  it('shows where and why it failed', async () => {
    const { state, failure } = modelOf(await look(await newestRun(sandbox.root, 'RaisesFlow')));
    expect(state).toBe('failed');
    expect(failure).toMatchObject({
      step: 'work',
      error: { message: 'ValueError: the learning rate must be positive' },
    });
    expect(failure?.error.frames?.at(-1)).toMatchObject({
      file: path.join(FLOWS, 'bad/raises.py'),
      line: 18,
      name: 'work',
    });
  });

  it('has a row in the list like ours', async () => {
    using runs = new OpenRuns();
    using index = new RunIndex(runs);
    index.setRoots([sandbox.root]);
    await index.update();
    const page = await index.page({ offset: 0, limit: 10 });
    const rows = page.runs.map(({ ref, state, done, expected, file, failedAt }) => [
      ref.flow,
      state,
      `${done}/${expected}`,
      path.basename(file ?? ''),
      failedAt,
    ]);
    expect(rows).toEqual([
      ['ForeachFlow', 'succeeded', '13/13', 'foreach.py', undefined],
      ['RaisesFlow', 'failed', '1/3', 'raises.py', 'work'],
      ['CatchRetryFlow', 'succeeded', '5/5', 'catch_retry.py', undefined],
      ['ForeachFlow', 'succeeded', '13/13', 'foreach.py', undefined],
    ]);
  });
});

/** `work[1]` and its item, in any order. */
function places(fold: RunFold): readonly string[] {
  return [...fold.steps.values()]
    .flatMap((step) => [...tasksOf(step.tasks)])
    .map(({ step, indices, value, state }) => `${step}[${indices.join()}] ${value ?? ''} ${state}`)
    .sort();
}
