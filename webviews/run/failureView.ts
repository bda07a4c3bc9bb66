/** Why a task failed: the error and the lines that led to it, each a link into the code. */
import { baseName, taskLabel } from '../../runner/drawing/format';
import type { AttemptModel, TaskError, TaskModel, TracebackFrame } from '../../runner/runs/model';
import { t } from '../shared/l10n';
import { heading, iconButton } from '../shared/parts';
import { el, type Child, type View } from '../shared/view';
import type { Context } from './context';
import { flowShown } from './data';

/** A recursion without end has a thousand. */
const MOST_FRAMES = 12;

/** The failure of the chosen attempt, or of the last one that failed. */
export function failureView(
  context: Context,
  task: TaskModel,
  chosen: number | undefined,
): View | undefined {
  const attempt =
    chosen === undefined
      ? task.attempts.findLast((candidate) => candidate.error)
      : task.attempts.find((candidate) => candidate.attempt === chosen);
  if (!attempt?.error) return undefined;
  return el(
    'section',
    { class: 'failure', 'aria-label': t('Failure') },
    heading(failureTitle(context, task, attempt)),
    errorBlock(context, attempt.error),
  );
}

function failureTitle(context: Context, task: TaskModel, attempt: AttemptModel): string {
  const most = attemptsAllowed(context, task.step);
  const label = taskLabel(task.step, task.indices);
  const parts = [t('Failed'), label];
  if (most > 1 || attempt.attempt > 0) {
    const of = Math.max(most, task.attempts.length);
    parts.push(t('attempt {0} of {1}', attempt.attempt + 1, of));
  }
  const title = parts.join(' · ');
  if (task.state === 'retrying') return `${title}, ${t('retrying')}`;
  return task.state === 'caught' ? `${title}, ${t('caught')}` : title;
}

/** 1 and what `@retry(times=…)` adds. */
function attemptsAllowed({ data }: Context, name: string): number {
  const step = flowShown(data)?.steps.find((candidate) => candidate.name === name);
  const times = step?.decorators.find((decorator) => decorator.name === 'retry')?.attributes[
    'times'
  ];
  return typeof times === 'number' ? times + 1 : 1;
}

/** The message, and the frames innermost first: the line to look at comes first. */
export function errorBlock({ actions }: Context, error: TaskError): View {
  const { type, rest } = splitMessage(error.message);
  const text = error.stacktrace ?? error.message;
  const frames = [...(error.frames ?? [])].reverse();
  return el(
    'div',
    { class: 'error-block' },
    iconButton('copy', t('Copy the traceback'), () => actions.send({ type: 'copy', text })),
    el(
      'p',
      { class: 'error-message' },
      type !== '' && el('span', { class: 'error-type' }, type),
      type === '' ? el('span', { class: 'error-type' }, rest) : `: ${rest}`,
    ),
    ...frames.slice(0, MOST_FRAMES).map((frame) => frameLine(frame, actions)),
    frames.length > MOST_FRAMES &&
      el('div', { class: 'frame quiet' }, t('{0} more lines', frames.length - MOST_FRAMES)),
  );
}

/** `ValueError: too small` → the class apart from its words. */
function splitMessage(message: string): { readonly type: string; readonly rest: string } {
  const match = /^[\w.]+(?:Error|Exception|Exit|Warning|Interrupt)(?=: )/.exec(message);
  if (!match) return { type: '', rest: message };
  return { type: match[0], rest: message.slice(match[0].length + 2) };
}

function frameLine(frame: TracebackFrame, actions: Context['actions']): View {
  const { file, line } = frame;
  // Python names code that lies in no file `<string>` or `<frozen …>`.
  const link = !file.startsWith('<');
  const parts: Child[] = [
    !link && `${file}:${line}`,
    link &&
      el(
        'button',
        {
          type: 'button',
          class: 'link',
          title: `${file}:${line}`,
          on: { click: () => actions.send({ type: 'openSource', file, line }) },
        },
        `${baseName(file)}:${line}`,
      ),
    el('span', { class: 'quiet' }, ` ${t('in {0}', frame.name)}`),
  ];
  if (frame.text !== undefined) parts.push(el('div', { class: 'frame-text' }, frame.text));
  return el('div', { class: 'frame' }, ...parts);
}
