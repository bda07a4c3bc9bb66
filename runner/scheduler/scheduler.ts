/**
 * Which task runs next: a pure state machine. `decide(plan, state, event)` gives the next state and the commands that
 * `execute` carries out; the same events always give the same commands.
 */
import { fillWorkers, launchOf, type Decision } from './launching';
import type { Plan } from './plan';
import { EMPTY_QUEUE, enqueue, isEmpty } from './queue';
import { withEntry, withoutEntry, type Phase, type SchedulerState, type Task } from './state';
import { follow, noLongerNeeded } from './successors';
import {
  PARAMETERS_TASK,
  taskKey,
  type Failure,
  type RunResult,
  type SchedulerCommand,
  type SchedulerEvent,
  type StopReason,
  type TakenTransition,
} from './types';

export type { Decision } from './launching';

export function decide(plan: Plan, state: SchedulerState, event: SchedulerEvent): Decision {
  if (state.phase.kind === 'over') return { state, commands: [] };
  const decision = react(plan, state, event);
  const filled = fillWorkers(plan, decision.state);
  return finishWhenDone(filled.state, [...decision.commands, ...filled.commands]);
}

function react(plan: Plan, state: SchedulerState, event: SchedulerEvent): Decision {
  switch (event.type) {
    case 'begin':
      return { state: { ...state, ready: enqueue(state.ready, startOf(plan)) }, commands: [] };
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
      const ready = enqueue(state.ready, { kind: 'task', task });
      return { state: { ...state, waiting, ready }, commands: [] };
    }
    case 'cancel':
      return stopRunning(state, { kind: 'ending', result: 'cancelled' }, 'cancel');
    case 'abort':
      return stopRunning(state, { kind: 'ending', result: 'failed' }, 'abort');
  }
}

function startOf(plan: Plan): { kind: 'task'; task: Task } {
  const step = plan.startStep;
  return {
    kind: 'task',
    task: { key: taskKey(step, []), step, frames: [], inputs: [PARAMETERS_TASK], attempt: 0 },
  };
}

function succeed(
  plan: Plan,
  state: SchedulerState,
  task: Task,
  transition: TakenTransition | null,
): Decision {
  const ended = { ...state, running: withoutEntry(state.running, task.key) };
  const followed = follow(plan, ended, task, transition);
  if ('refused' in followed) {
    const failure: Failure = { task: task.key, attempt: task.attempt, reason: followed.refused };
    const ending = stopRunning(ended, { kind: 'ending', result: 'failed', failure }, 'failure');
    return {
      state: ending.state,
      commands: [{ type: 'reject', failure }, ...ending.commands],
    };
  }
  return { state: followed.state, commands: [{ type: 'forget', tasks: noLongerNeeded(task) }] };
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
  if (again.minutes > 0) {
    const { task: next, minutes } = again;
    return {
      state: { ...ended, waiting: withEntry(ended.waiting, next.key, next) },
      commands: [{ type: 'wait', task: next.key, attempt: next.attempt, minutes }],
    };
  }
  // At once and in the same worker, as Metaflow does it.
  return {
    state: { ...state, running: withEntry(state.running, again.task.key, again.task) },
    commands: [launchOf(plan, again.task)],
  };
}

function nextAttempt(plan: Plan, task: Task): { task: Task; minutes: number } | undefined {
  const retries = plan.steps.get(task.step)?.retries;
  const attempt = task.attempt + 1;
  if (!retries || attempt >= retries.userAttempts + retries.extraAttempts) return undefined;
  // An attempt that only records the failure has nothing to wait for.
  const minutes = attempt < retries.userAttempts ? retries.minutesBetween : 0;
  return { task: { ...task, attempt }, minutes };
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
