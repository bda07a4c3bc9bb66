/** Progress where lines cannot be drawn again: a line when a step begins and ends, and now and then between. */
import { formatClock, formatDuration, taskLabel } from '../../drawing/format';
import { lookOf } from '../../drawing/states';
import type { RunEvent } from '../../events';
import type { RunFold } from '../../runs/fold';
import type { RunModel, StepModel } from '../../runs/model';
import { modelOf } from '../../runs/stepModels';
import { findTask } from '../../runs/taskList';
import { graphText } from '../graphText';
import type { Terminal } from '../terminal';
import { paintSign, stepDuration, stepWords } from './stepLines';
import type { ProgressView } from './view';

/** A step at work is mentioned again this often, in milliseconds. */
const REMINDER = 10_000;

export function plainView(terminal: Terminal): ProgressView {
  const reported = new Map<string, { readonly state: string; readonly at: number }>();
  const line = (at: number, text: string): void =>
    terminal.out(`${terminal.style('dim', formatClock(at, true))} ${text}\n`);

  const report = (model: RunModel, step: StepModel, at: number): void => {
    const last = reported.get(step.name);
    const changed = last?.state !== step.state;
    const over = step.endedAt !== undefined && step.state !== 'waiting';
    if (
      changed ? over || last === undefined : step.state === 'running' && at - last.at >= REMINDER
    ) {
      reported.set(step.name, { state: step.state, at });
      line(at, stepReport(model, step, at, terminal));
    }
  };

  return {
    show: (fold, event) => {
      if (event.type === 'run_started') terminal.out(`${graphText(event.description)}\n`);
      const remark = remarkOf(fold, event);
      if (remark !== undefined) line(event.t, remark);
      if ('step' in event || event.type === 'run_ended') {
        const model = modelOf(fold);
        for (const step of model.steps) {
          if (step.startedAt !== undefined) report(model, step, event.t);
        }
      }
    },
    print: (text) => terminal.out(text),
    close: () => undefined,
  };
}

function stepReport(model: RunModel, step: StepModel, now: number, terminal: Terminal): string {
  const names = Math.max(...model.steps.map(({ name }) => name.length));
  const words = [lookOf(step.state).word, stepWords(step)].filter(
    (word, index, all) => word !== '' && all.indexOf(word) === index,
  );
  const duration = stepDuration(step, now);
  if (duration !== undefined && step.endedAt !== undefined) words.push(formatDuration(duration));
  return `${paintSign(step.state, terminal.style)} ${step.name.padEnd(names)}  ${words.join(' · ')}`;
}

/** What is worth a line besides the steps: a failed attempt and what comes of it. */
function remarkOf(fold: RunFold, event: RunEvent): string | undefined {
  if (event.type !== 'attempt_ended' || event.state === 'succeeded') return undefined;
  const step = fold.steps.get(event.step);
  const task = step && findTask(step.tasks, event.task);
  const label = `${taskLabel(event.step, task?.indices ?? [])} (task ${event.task})`;
  const cause = event.error === undefined ? '' : `: ${event.error.message}`;
  if (event.state === 'cancelled') return `${label} was stopped`;
  if (event.state === 'caught') return `${label} failed and was caught${cause}`;
  if (event.retryAt === undefined) return `${label} failed${cause}`;
  const again = event.retryAt - event.t < 1000 ? '' : ` at ${formatClock(event.retryAt, true)}`;
  return `${label} failed and is tried again${again}${cause}`;
}
