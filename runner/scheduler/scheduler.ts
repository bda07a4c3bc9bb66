/**
 * Which task runs next: a pure state machine. `decide(plan, state, event)` gives the next state and the commands that
 * `execute` carries out; the same events always give the same commands.
 */
import { gangAfterFailure, gangAfterSuccess, readyGang } from './gangs';
import { fillWorkers, launchOf, type Decision } from './launching';
import type { Plan } from './plan';
import { EMPTY_QUEUE, enqueue, isEmpty, pushFront } from './queue';
import { takeOver } from './resume';
import { nextAttempt } from './retries';
import {
  withEntry,
  withoutEntry,
  type Phase,
  type Ready,
  type SchedulerState,
  type Task,
} from './state';
import { followAll, startOf, type Ended } from './successors';
import type {
  Failure,
  FinishedTasks,
  RunResult,
  SchedulerCommand,
  SchedulerEvent,
  StopReason,
  TakenTransition,
} from './types';

export type { Decision } from './launching';

export function decide(plan: Plan, state: SchedulerState, event: SchedulerEvent): Decision {
  if (state.phase.kind === 'over') return { state, commands: [] };
  const decision = react(plan, state, event);
  // Nothing may start before the clones are there, and nothing end.
  if (event.type === 'take-over') return decision;
  const filled = fillWorkers(plan, decision.state);
  return finishWhenDone(filled.state, [...decision.commands, ...filled.commands]);
}

function react(plan: Plan, state: SchedulerState, event: SchedulerEvent): Decision {
  switch (event.type) {
    case 'begin':
      return state.resumed
        ? { state, commands: [] }
        : { state: { ...state, ready: enqueue(state.ready, startOf(plan)) }, commands: [] };
    case 'take-over':
      return resume(plan, state, event.finished, event.cloneOnly);
    case 'succeeded': {
      const task = state.running.get(event.task);
      return task ? succeed(plan, state, task, event.transition) : { state, commands: [] };
    }
    case 'failed': {
      const task = state.running.get(event.task);
      return task ? fail(plan, state, task) : { state, commands: [] };
    }
    case 'waited': {
      const task = state.waiting.get(event.task);
      if (!task) return { state, commands: [] };
      const waiting = withoutEntry(state.waiting, task.key);
      const entry: Ready = readyGang(task) ?? { kind: 'task', task };
      const ready = enqueue(state.ready, entry);
      return { state: { ...state, waiting, ready }, commands: [] };
    }
    case 'cancel':
      return stopRunning(state, { kind: 'ending', result: 'cancelled' }, 'cancel');
    case 'abort':
      return stopRunning(state, { kind: 'ending', result: 'failed' }, 'abort');
  }
}

function resume(
  plan: Plan,
  state: SchedulerState,
  finished: FinishedTasks,
  cloneOnly: boolean,
): Decision {
  const taken = takeOver(plan, state, finished);
  if (taken.refused) return rejected(taken.state, taken.refused, taken.commands);
  if (!cloneOnly) return taken;
  return {
    state: { ...taken.state, ready: EMPTY_QUEUE, phase: { kind: 'ending', result: 'succeeded' } },
    commands: taken.commands,
  };
}

function succeed(
  plan: Plan,
  state: SchedulerState,
  task: Task,
  transition: TakenTransition | null,
): Decision {
  const running = withoutEntry(state.running, task.key);
  const ended = { ...state, running };
  if (task.gang === undefined) return goOn(plan, ended, [{ task, transition }]);
  const { state: next, complete, again } = gangAfterSuccess(ended, task, transition);
  if (complete) return goOn(plan, next, complete);
  return again ? repeat(plan, next, again.tasks, again.minutes) : { state: next, commands: [] };
}

/** What follows from tasks that ended well, one or a whole gang. */
function goOn(plan: Plan, state: SchedulerState, ended: readonly Ended[]): Decision {
  const followed = followAll(plan, state, ended);
  if (followed.refused) return rejected(followed.state, followed.refused, []);
  return { state: followed.state, commands: [{ type: 'forget', tasks: followed.noLongerNeeded }] };
}

function rejected(
  state: SchedulerState,
  failure: Failure,
  before: readonly SchedulerCommand[],
): Decision {
  const ending = stopRunning(state, { kind: 'ending', result: 'failed', failure }, 'failure');
  return {
    state: ending.state,
    commands: [...before, { type: 'reject', failure }, ...ending.commands],
  };
}

function fail(plan: Plan, state: SchedulerState, task: Task): Decision {
  const ended = { ...state, running: withoutEntry(state.running, task.key) };
  if (state.phase.kind !== 'going') return { state: ended, commands: [] };
  const again = nextAttempt(plan, task);
  if (!again) {
    const failure: Failure = {
      task: task.key,
      attempt: task.attempt,
      reason: { kind: 'attempts-exhausted' },
    };
    return stopRunning(ended, { kind: 'ending', result: 'failed', failure }, 'failure');
  }
  if (task.gang === undefined) return repeat(plan, ended, [task], again.minutes);
  const gang = gangAfterFailure(ended, task, again.minutes);
  const noted: SchedulerCommand = { type: 'again', task: task.key, minutes: again.minutes };
  if (gang.again) {
    const repeated = repeat(plan, gang.state, gang.again.tasks, gang.again.minutes);
    return { state: repeated.state, commands: [noted, ...repeated.commands] };
  }
  const stop: readonly SchedulerCommand[] =
    gang.toStop.length > 0 ? [{ type: 'stop', tasks: gang.toStop, reason: 'gang' }] : [];
  return { state: gang.state, commands: [noted, ...stop] };
}

/** The next attempt of a task, or of all tasks of a gang. */
function repeat(
  plan: Plan,
  state: SchedulerState,
  ended: readonly Task[],
  minutes: number,
): Decision {
  const [task] = ended;
  if (!task || state.phase.kind !== 'going') return { state, commands: [] };
  const first = { ...task, attempt: task.attempt + 1 };
  if (minutes > 0) {
    return {
      state: { ...state, waiting: withEntry(state.waiting, first.key, first) },
      commands: [{ type: 'wait', task: first.key, attempt: first.attempt, minutes }],
    };
  }
  const gang = readyGang(first);
  // Others may have taken the workers of those that ended first.
  if (gang) return { state: { ...state, ready: pushFront(state.ready, gang) }, commands: [] };
  // At once and in the same worker, as Metaflow does it.
  return {
    state: { ...state, running: withEntry(state.running, first.key, first) },
    commands: [launchOf(plan, first)],
  };
}

/** Starts nothing more. The first cause decides how the run ends; a later one may only be more urgent. */
function stopRunning(state: SchedulerState, phase: Phase, reason: StopReason): Decision {
  const commands: SchedulerCommand[] =
    state.running.size > 0 ? [{ type: 'stop', tasks: [...state.running.keys()], reason }] : [];
  return {
    state: {
      ...state,
      phase: state.phase.kind === 'going' ? phase : state.phase,
      ready: EMPTY_QUEUE,
      waiting: new Map(),
      gangs: new Map(),
    },
    commands,
  };
}

function finishWhenDone(state: SchedulerState, commands: readonly SchedulerCommand[]): Decision {
  if (state.running.size > 0) return { state, commands };
  if (state.phase.kind === 'going' && !(isEmpty(state.ready) && state.waiting.size === 0)) {
    return { state, commands };
  }
  const failure = state.phase.kind === 'ending' ? state.phase.failure : undefined;
  return {
    state: { ...state, phase: { kind: 'over' }, joins: new Map() },
    commands: [
      ...commands,
      { type: 'finish', result: resultOf(state), ...(failure ? { failure } : {}) },
    ],
  };
}

/** A run has succeeded if and only if the task of its end step has: that is all that the records tell, too. */
function resultOf(state: SchedulerState): RunResult {
  if (state.endReached) return 'succeeded';
  return state.phase.kind === 'ending' ? state.phase.result : 'failed';
}
