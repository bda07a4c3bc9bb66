/** What must hold for every valid flow, in whatever order its tasks end, however many fail. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../runner/scheduler/scheduler';
import { INITIAL_STATE } from '../../../runner/scheduler/state';
import type { FinishedTasks, SchedulerCommand } from '../../../runner/scheduler/types';
import { randomFlow, type RandomFlow } from './graphs';
import { Simulation } from './simulation';

/** Numbers that choose what happens next; the last ones repeat. */
const choices = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 });
const workers = fc.integer({ min: 1, max: 6 });

interface Mood {
  readonly failing: boolean;
  /** After how many events the person cancels. */
  readonly cancelAfter?: number;
  /** After how many events nothing more is heard. */
  readonly crashAfter?: number;
}

/** Runs a flow to its end; the numbers choose which task ends next and whether it fails. */
function play(random: RandomFlow, numbers: readonly number[], max: number, mood: Mood): Simulation {
  return goOn(new Simulation(random.flow, random.sizes, { maxWorkers: max }, random).begin(), {
    random,
    numbers,
    max,
    mood,
  });
}

interface Game {
  readonly random: RandomFlow;
  readonly numbers: readonly number[];
  readonly max: number;
  readonly mood: Mood;
}

function goOn(run: Simulation, { random, numbers, max, mood }: Game): Simulation {
  // A gang starts as a whole.
  const most = max - 1 + Math.max(1, ...random.gangs.values());
  for (let turn = 0; !run.finish; turn++) {
    if (turn === mood.crashAfter) return run;
    if (turn > 20_000) throw new Error('the run does not end');
    const number = numbers[turn % numbers.length] ?? 0;
    if (turn === mood.cancelAfter) {
      run.send({ type: 'cancel' });
      continue;
    }
    const keys = run.runningKeys;
    const key = keys[number % Math.max(keys.length, 1)];
    const [oldest] = run.waits;
    if (oldest && (number % 3 === 0 || key === undefined)) run.wake();
    else if (key === undefined) throw new Error('nothing runs, nothing waits, and no end');
    else if (mood.failing && number % 4 === 1) run.fail(key);
    else run.succeed(key);
    expect(run.running.size).toBeLessThanOrEqual(most);
  }
  return run;
}

describe('for every flow', () => {
  it('runs every task once, with its inputs in split order, and succeeds', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, (random, numbers, max) => {
        const run = play(random, numbers, max, { failing: false });
        expect(run.finish?.result).toBe('succeeded');
        const launched = run.launches.map(({ task, inputs }) => [task, inputs] as const);
        expect(launched).toHaveLength(random.expected.size);
        expect(new Map<string, readonly string[]>(launched)).toEqual(random.expected);
      }),
    );
  });

  it('starts an attempt only when all its inputs have succeeded and are still known', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, (random, numbers, max) => {
        const done = new Set<string>(['_parameters[]']);
        const forgotten = new Set<string>();
        const run = play(random, numbers, max, { failing: true });
        let state = INITIAL_STATE;
        for (const event of run.events) {
          if (event.type === 'succeeded') done.add(event.task);
          const decision = decide(run.plan, state, event);
          state = decision.state;
          for (const command of decision.commands) {
            if (command.type === 'forget') for (const key of command.tasks) forgotten.add(key);
            if (command.type !== 'launch') continue;
            expect(command.inputs.filter((key) => !done.has(key))).toEqual([]);
            expect(command.inputs.filter((key) => forgotten.has(key))).toEqual([]);
          }
        }
      }),
    );
  });

  it('comes to the same tasks with the same inputs in whatever order they end', () => {
    fc.assert(
      fc.property(randomFlow, choices, choices, workers, (random, one, other, max) => {
        const inputs = (numbers: readonly number[], width: number) =>
          play(random, numbers, width, { failing: false })
            .launches.map(({ task, inputs: from }) => `${task} <- ${from.join(' ')}`)
            .sort();
        expect(inputs(one, max)).toEqual(inputs(other, 1));
      }),
    );
  });

  it('forgets every task but the last one', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, (random, numbers, max) => {
        const run = play(random, numbers, max, { failing: false });
        expect([...run.succeeded].filter((key) => !run.forgotten.has(key))).toEqual(['end[]']);
        const { joins, running, waiting, gangs } = run.state;
        expect(joins.size + running.size + waiting.size + gangs.size).toBe(0);
      }),
    );
  });

  it('numbers the attempts of a task 0, 1, 2… and makes no more than its decorators allow', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, (random, numbers, max) => {
        const run = play(random, numbers, max, { failing: true });
        const attempts = new Map<string, number[]>();
        for (const { task, attempt } of run.launches) {
          attempts.set(task, [...(attempts.get(task) ?? []), attempt]);
        }
        for (const [task, made] of attempts) {
          expect(made).toEqual(made.map((_, index) => index));
          const retries = run.plan.steps.get(task.replace(/\[.*/, ''))?.retries;
          expect(made.length).toBeLessThanOrEqual(
            (retries?.userAttempts ?? 0) + (retries?.extraAttempts ?? 0),
          );
        }
      }),
    );
  });

  it('fails when a task has used up its attempts, names it, and starts nothing afterwards', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, (random, numbers, max) => {
        const run = play(random, numbers, max, { failing: true });
        const stop = run.commands.findIndex(
          (command) => command.type === 'stop' && command.reason !== 'gang',
        );
        const after = (command: SchedulerCommand, at: number): boolean =>
          stop >= 0 && at > stop && command.type === 'launch';
        expect(run.commands.filter(after)).toEqual([]);
        if (run.finish?.result === 'succeeded') expect(run.finish.failure).toBeUndefined();
        else expect(run.finish?.failure?.reason.kind).toBe('attempts-exhausted');
      }),
    );
  });

  it('ends soon after it is cancelled, at any event', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, fc.nat(30), (random, numbers, max, cancelAfter) => {
        const run = play(random, numbers, max, { failing: false, cancelAfter });
        const cancelled = run.events.findIndex((event) => event.type === 'cancel');
        if (cancelled < 0) expect(run.finish?.result).toBe('succeeded');
        else
          expect(run.events.length - cancelled - 1).toBeLessThanOrEqual(
            max - 1 + Math.max(1, ...random.gangs.values()),
          );
      }),
    );
  });

  it('decides the same when the events are played again', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, (random, numbers, max) => {
        const run = play(random, numbers, max, { failing: true });
        const commands: SchedulerCommand[] = [];
        let state = INITIAL_STATE;
        for (const event of run.events) {
          const decision = decide(run.plan, state, event);
          state = decision.state;
          commands.push(...decision.commands);
        }
        expect(commands).toEqual(run.commands);
        expect(state).toEqual(run.state);
      }),
    );
  });
});

describe('for every flow that was cut off, at any event, after any failures', () => {
  const cut = fc.record({
    crashAfter: fc.nat(60),
    failing: fc.boolean(),
  });
  const ofStep = (key: string): string => key.replace(/\[.*/, '');

  it('takes over what had ended well and comes to the same tasks', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, cut, (random, numbers, max, mood) => {
        const before = play(random, numbers, max, mood);
        const run = resumed(random, before.transitions, { numbers, max });
        expect(run.finish?.result).toBe('succeeded');
        const launched = new Map<string, readonly string[]>(
          run.launches.map(({ task, inputs }) => [task, inputs]),
        );
        expect(launched.size).toBe(run.launches.length);
        expect([...launched.keys(), ...run.clones].sort()).toEqual(
          [...random.expected.keys()].sort(),
        );
        for (const [task, inputs] of launched) expect(inputs).toEqual(random.expected.get(task));
        for (const clone of run.clones) expect(before.transitions.has(clone)).toBe(true);
        expect([...run.succeeded].filter((key) => !run.forgotten.has(key))).toEqual(['end[]']);
      }),
    );
  });

  it('runs nothing again that was finished, unless something before it runs again', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, cut, (random, numbers, max, mood) => {
        const before = play(random, numbers, max, mood);
        const run = resumed(random, before.transitions, { numbers, max });
        const cloned = new Set<string>([...run.clones, '_parameters[]']);
        for (const { task, inputs, gang } of run.launches) {
          const needless =
            before.transitions.has(task) && inputs.every((input) => cloned.has(input));
          // A gang of which one is missing runs again as a whole.
          if (needless) expect(gang).toBeDefined();
        }
      }),
    );
  });

  it('runs a named step again and everything behind it, and nothing else', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, fc.nat(100), (random, numbers, max, pick) => {
        const whole = play(random, numbers, max, { failing: false });
        const { steps } = random.flow;
        const named = steps[pick % steps.length]?.name ?? 'start';
        const finished = new Map([...whole.transitions].filter(([key]) => ofStep(key) !== named));
        const run = resumed(random, finished, { numbers, max });
        expect(run.finish?.result).toBe('succeeded');
        const launched = new Set<string>(run.launches.map(({ task }) => task));
        for (const [task, inputs] of random.expected) {
          const again = ofStep(task) === named || inputs.some((input) => launched.has(input));
          expect([task, launched.has(task)]).toEqual([task, again]);
        }
      }),
    );
  });

  it('starts nothing when it only clones', () => {
    fc.assert(
      fc.property(randomFlow, choices, workers, cut, (random, numbers, max, mood) => {
        const before = play(random, numbers, max, mood);
        const run = new Simulation(random.flow, random.sizes, { maxWorkers: max }, random);
        run.resume(before.transitions, true);
        expect(run.launches).toEqual([]);
        expect(run.finish).toEqual({ type: 'finish', result: 'succeeded' });
      }),
    );
  });
});

function resumed(
  random: RandomFlow,
  finished: FinishedTasks,
  { numbers, max }: Pick<Game, 'numbers' | 'max'>,
): Simulation {
  const run = new Simulation(random.flow, random.sizes, { maxWorkers: max }, random);
  return goOn(run.resume(finished), { random, numbers, max, mood: { failing: false } });
}
