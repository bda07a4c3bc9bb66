/** Failures of a run, in words. */
import { FlowdeckError } from '../errors';
import type { FlowDescription } from '../flow/description';
import { stepOf } from '../flow/graph';
import type { Finding } from '../flow/findings';
import type { RunRef, TaskError } from '../runs/model';
import type { Failure } from '../scheduler/types';

/** The graph has errors, told by the first of them: nothing was stored. */
export function invalidFlow(
  description: FlowDescription,
  first: Finding,
  others: number,
): FlowdeckError {
  const more = others === 0 ? '' : ` (and ${others} more: flowdeck check lists them)`;
  const step = first.step === undefined ? undefined : stepOf(description, first.step);
  return new FlowdeckError({
    code: first.code,
    message: `${first.message}${more}`,
    where: step ? { file: step.sourceFile, line: step.line } : { file: description.file },
    remedy: first.remedy,
  });
}

/** Python could not make a parameter's value, or store it. */
export function invalidParameter(
  description: FlowDescription,
  error: TaskError,
  { flow, run }: RunRef,
): FlowdeckError {
  if (error.kind === 'storage' || error.kind === 'host') {
    return new FlowdeckError({
      code: error.kind === 'storage' ? 'storage-unwritable' : 'host-lost',
      message: error.message,
      where: { pathspec: `${flow}/${run}` },
      remedy:
        error.kind === 'storage'
          ? 'Make room or choose another folder (METAFLOW_DATASTORE_SYSROOT_LOCAL), and run again.'
          : 'Run again.',
    });
  }
  return new FlowdeckError({
    code: 'parameter-invalid',
    message: error.message,
    where: { file: description.file },
    remedy: 'Give another value: flowdeck show lists the parameters with their types.',
  });
}

export function cancelledEarly(): FlowdeckError {
  return new FlowdeckError({
    code: 'cancelled',
    message: 'The run was cancelled before it began: nothing was stored',
  });
}

/** Why a task that ended well still ends the run. */
export function rejection(failure: Failure): TaskError {
  const { reason, task } = failure;
  const step = task.slice(0, task.indexOf('['));
  const message =
    reason.kind === 'too-many-splits'
      ? `Foreach in step ${step} yielded ${reason.splits} child steps, ` +
        `and the current maximum is ${reason.max}: raise it with the --max-num-splits option.`
      : reason.kind === 'wrong-transition'
        ? `self.next went to ${reason.next.join(', ') || 'no step'}, which the flow's graph does not allow there.`
        : 'The task failed.';
  return { kind: 'exception', message };
}
