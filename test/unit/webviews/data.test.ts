import { describe, expect, it } from 'vitest';
import type { PageState } from '../../../webviews/run/contract';
import { choose, initialData, placeKey, receive, type PageData } from '../../../webviews/run/data';
import { failedIndices, focusStep, focusTask } from '../../../webviews/run/focus';
import { placeTasks } from '../../../webviews/run/heatStrip';
import { findTask, taskAt, tasksOfStep, totalOf } from '../../../webviews/run/taskPages';
import {
  artifacts,
  failedModel,
  failedTask,
  runningModel,
  trainTasks,
} from '../../fixtures/runModels';

const state: PageState = {
  flow: 'PenguinsFlow',
  run: runningModel.ref,
  pinned: false,
  tab: 'graph',
  selection: { step: 'train', task: '9' },
};
const opened = receive(initialData, { type: 'state', state, canRun: true });
const running = receive(opened, { type: 'run', model: runningModel });
const withTasks = (data: PageData) =>
  receive(data, {
    type: 'tasks',
    request: { step: 'train', offset: 0, limit: 500 },
    tasks: trainTasks,
    total: 14,
  });

describe('another run', () => {
  const other: PageState = { ...state, run: { ...runningModel.ref, run: '2' } };
  const loaded = receive(withTasks(running), {
    type: 'artifacts',
    place: { step: 'train', task: '9' },
    artifacts,
  });

  it('makes the page forget what belonged to the one before, but not the chosen step', () => {
    const next = receive(loaded, { type: 'state', state: other, canRun: true });
    expect(next.model).toBeUndefined();
    expect(tasksOfStep(next.tasks, 'train')).toEqual([]);
    expect(next.artifacts.size).toBe(0);
    expect(next.state?.selection).toEqual({ step: 'train' });
  });
  it('is not seen in a change of the same one', () => {
    const next = receive(loaded, { type: 'run', model: { ...runningModel, state: 'succeeded' } });
    expect(next.artifacts.get(placeKey({ step: 'train', task: '9' }))).toBe(artifacts);
    expect(next.state?.selection.task).toBe('9');
  });
  it('is not seen when the state only catches up with the run', () => {
    const { run: _run, ...unnamed } = state;
    const following = receive(initialData, { type: 'state', state: unnamed, canRun: true });
    const shown = receive(following, { type: 'run', model: runningModel });
    expect(receive(shown, { type: 'state', state, canRun: true }).model).toBe(runningModel);
  });
});

it('keeps a problem until the next state', () => {
  const wrong = receive(running, { type: 'problem', message: 'No', remedy: 'Try' });
  expect(wrong.problem).toEqual({ message: 'No', remedy: 'Try' });
  expect(receive(wrong, { type: 'state', state, canRun: true }).problem).toBeUndefined();
});

it('joins pages of tasks by their place in the list', () => {
  const request = { offset: 100, limit: 2 };
  const data = receive(running, {
    type: 'tasks',
    request,
    tasks: trainTasks.slice(0, 2),
    total: 150,
  });
  expect(totalOf(data.tasks, {})).toBe(150);
  expect(taskAt(data.tasks, {}, 101)?.indices).toEqual([1]);
  expect(taskAt(data.tasks, {}, 0)).toBeUndefined();
  expect(findTask(data.tasks, 'train', '6')?.indices).toEqual([1]);
});

describe('the focus', () => {
  it('is what was chosen', () => {
    expect(focusTask(running)).toEqual({ step: 'train', task: '9' });
  });
  it('is the task that failed when nothing was chosen', () => {
    const failed = receive(choose(running, {}), { type: 'run', model: failedModel });
    expect(focusTask(failed)).toEqual({ step: 'train', task: '16' });
  });
  it('is the step that runs, and in it the task in trouble', () => {
    const data = withTasks(choose(running, {}));
    expect(focusStep(data)).toBe('train');
    expect(focusTask(data)).toEqual({ step: 'train', task: '16' });
  });
  it('waits for the tasks of a chosen step', () => {
    expect(focusTask(choose(running, { step: 'load' }))).toBeUndefined();
  });
});

it('learns the positions of the failed task from its page', () => {
  const failed = receive(running, { type: 'run', model: failedModel });
  expect(failedIndices(failed)).toBeUndefined();
  const request = { step: 'train', offset: 0, limit: 500 };
  const told = receive(failed, { type: 'tasks', request, tasks: [failedTask], total: 1 });
  expect(failedIndices(told)).toEqual([11]);
});

describe('the strip of tasks', () => {
  it('has a place for every task of a foreach, whatever came first', () => {
    const [first, second] = trainTasks;
    if (!first || !second) throw new Error('the fixture has tasks');
    const places = placeTasks([second, first], 4);
    expect(places.map((task) => task?.task)).toEqual(['5', '6', undefined, undefined]);
  });
  it('shows nested ones as they come', () => {
    const nested = trainTasks
      .slice(0, 2)
      .map((task) => ({ ...task, indices: [0, ...task.indices] }));
    expect(placeTasks(nested, 3).map((task) => task?.task)).toEqual(['5', '6', undefined]);
  });
});
