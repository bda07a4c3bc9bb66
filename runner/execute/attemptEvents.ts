/** What is written down when an attempt ends. Pure. */
import type { AttemptEndedReply } from '../compute/protocol';
import { SEGMENTATION_FAULT_LINE, TASK_FAILED_LINE } from '../datastore/logs';
import type { AttemptEnded, TaskSplit } from '../events';
import type { TaskError } from '../runs/model';
import type { SchedulerCommand, TaskKey, TakenTransition } from '../scheduler/types';
import { rejection } from './problems';

const MINUTE_MS = 60_000;

export interface EndedFacts {
  readonly task: TaskKey;
  readonly reply: AttemptEndedReply;
  /** The run told it to end. */
  readonly told: boolean;
  /** What the scheduler wants because of it. */
  readonly commands: readonly SchedulerCommand[];
}

export function attemptEnded(facts: EndedFacts): AttemptEnded {
  const { step, task, attempt, cpuSeconds, maxMemory, result } = facts.reply;
  const measured = { cpuSeconds, maxMemory };
  const ended = { type: 'attempt_ended', step, task, attempt, ...measured } as const;
  const error = errorOf(facts);
  if (!error) return { ...ended, state: result.state };
  if (facts.told && result.state === 'failed') return { ...ended, state: 'cancelled' };
  const retryAt = retryTime(facts);
  return { ...ended, state: 'failed', error, ...(retryAt === undefined ? {} : { retryAt }) };
}

/** What the log of an attempt ends with, as with Metaflow. */
export function lastLine({ state, error }: AttemptEnded): string | undefined {
  if (state !== 'failed') return undefined;
  return error?.signal === 'SIGSEGV' ? SEGMENTATION_FAULT_LINE : TASK_FAILED_LINE;
}

/** The splits that a task decided on; nothing for one that goes on to a single task. */
export function taskSplit(reply: AttemptEndedReply): TaskSplit | undefined {
  if (reply.result.state === 'failed' || !reply.result.transition) return undefined;
  const { next, foreach, gang } = reply.result.transition;
  const count = gang ?? foreach?.splits;
  if (count === undefined && next.length < 2) return undefined;
  const { step, task, attempt } = reply;
  return { type: 'task_split', step, task, next, count: count ?? 1, attempt };
}

/** The part of a transition that the scheduler looks at. */
export function takenTransition(reply: AttemptEndedReply): TakenTransition | null {
  if (reply.result.state === 'failed' || !reply.result.transition) return null;
  const { next, foreach, gang } = reply.result.transition;
  return {
    next,
    ...(foreach ? { splits: foreach.splits } : {}),
    ...(gang === undefined ? {} : { gang }),
  };
}

function errorOf({ reply, commands }: EndedFacts): TaskError | undefined {
  if (reply.result.state === 'failed') return reply.result.error;
  const rejected = commands.find((command) => command.type === 'reject');
  return rejected && rejection(rejected.failure);
}

function retryTime({ task, reply, commands }: EndedFacts): number | undefined {
  for (const command of commands) {
    if ((command.type === 'wait' || command.type === 'again') && command.task === task) {
      return reply.at + command.minutes * MINUTE_MS;
    }
    if (command.type === 'launch' && command.task === task) return reply.at;
  }
  return undefined;
}
