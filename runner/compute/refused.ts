/** Errors of a host that could not begin or did not last. */
import { FlowdeckError, type ErrorDetails } from '../errors';
import type { TaskError } from '../runs/model';
import type { Refused } from './protocol';

/** The flow's file could not be executed or holds no single flow. */
export class FlowRefusedError extends FlowdeckError {
  /** The traceback, when user code raised. */
  readonly taskError: TaskError | undefined;

  constructor(refused: Refused) {
    super(refused.error);
    this.name = 'FlowRefusedError';
    this.taskError = refused.cause;
  }
}

/** How Python ended, with what it said last: for a host that died instead of answering. */
export function hostFailure(
  python: string,
  exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null },
  lastWords: string,
): ErrorDetails {
  const how =
    exit.signal === null ? `with exit code ${exit.code ?? 'unknown'}` : `by ${exit.signal}`;
  const words = lastWords.trim();
  return {
    code: 'host-lost',
    message: `The Python process of the run ended unexpectedly (${how})`,
    where: { file: python },
    remedy: words === '' ? 'Run again.' : `It said last:\n${words}`,
  };
}

export function spawnFailure(python: string, error: NodeJS.ErrnoException): ErrorDetails {
  return {
    code: 'python-not-found',
    message:
      error.code === 'ENOENT'
        ? `The Python interpreter or the working directory does not exist`
        : `Python could not be started: ${error.message}`,
    where: { file: python },
    remedy:
      'Choose another interpreter: set flowdeck.pythonPath, or FLOWDECK_PYTHON in a terminal.',
  };
}
