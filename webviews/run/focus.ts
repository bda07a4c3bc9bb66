/** One selection for the whole page; and what to show when the person has chosen nothing or only a step. Pure. */
import type { AttemptModel, StepModel, TaskModel } from '../../runner/runs/model';
import type { TaskOfRun } from './contract';
import type { PageData } from './data';
import { findTask, tasksOfStep, troubledTasks } from './taskPages';

/** The chosen step; else the one that failed, that runs, or that ended last. */
export function focusStep(data: PageData): string | undefined {
  const chosen = data.state?.selection.step;
  if (chosen !== undefined) return chosen;
  const { model } = data;
  if (!model) return undefined;
  if (model.failure) return model.failure.step;
  const begun = model.steps.filter((step) => step.startedAt !== undefined);
  const live = begun.filter((step) => step.state === 'running' || step.state === 'retrying');
  return (live.at(-1) ?? latest(begun))?.name;
}

function latest(steps: readonly StepModel[]): StepModel | undefined {
  return steps.reduce<StepModel | undefined>(
    (last, step) => ((last?.startedAt ?? -1) > (step.startedAt ?? 0) ? last : step),
    undefined,
  );
}

/** The chosen task; else the step's most telling one: failed, retrying, running, or the first. */
export function focusTask(data: PageData): TaskOfRun | undefined {
  const step = focusStep(data);
  if (step === undefined || !data.model) return undefined;
  const { task, attempt, step: chosenStep } = data.state?.selection ?? {};
  if (task !== undefined) return { step, task, ...(attempt === undefined ? {} : { attempt }) };
  const { failure } = data.model;
  if (failure?.step === step && (chosenStep === undefined || chosenStep === step)) {
    return { step, task: failure.task };
  }
  const tasks = [...tasksOfStep(data.tasks, step), ...troubledTasks(data.tasks, step)];
  const telling = (['failed', 'retrying', 'running'] as const)
    .map((state) => tasks.find((candidate) => candidate.state === state))
    .find((candidate) => candidate !== undefined);
  const chosen = telling ?? tasks[0];
  return chosen && { step, task: chosen.task };
}

export function modelOfTask(data: PageData, place: TaskOfRun): TaskModel | undefined {
  return findTask(data.tasks, place.step, place.task);
}

/** The chosen attempt, or the newest. */
export function attemptOf(task: TaskModel, attempt: number | undefined): AttemptModel | undefined {
  return attempt === undefined
    ? task.attempts.at(-1)
    : task.attempts.find((candidate) => candidate.attempt === attempt);
}

export function stepModelOf(data: PageData, step: string): StepModel | undefined {
  return data.model?.steps.find((candidate) => candidate.name === step);
}

/** Positions of the task that ended the run, when its page has come. */
export function failedIndices(data: PageData): readonly number[] | undefined {
  const { failure } = data.model ?? {};
  return failure && findTask(data.tasks, failure.step, failure.task)?.indices;
}
