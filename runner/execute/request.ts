/** What starts a run and what comes of it. The click in the editor and the terminal both end in `executeRun` (run.ts). */
import type { PythonHost } from '../compute/local';
import type { ErrorDetails } from '../errors';
import type { RunEvent } from '../events';
import type { RunRef } from '../runs/model';

export interface RunRequest {
  /** Absolute path of the flow's file. */
  readonly file: string;
  /** The class; absent: the guard decides. */
  readonly flow?: string;
  /** The flow's command line, read by Python: `['run', '--alpha', '0.1']`. What it asks for comes back as `FlowCommand`. */
  readonly argv: readonly string[];
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Working directory of every step; the datastore's root is found from it. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The host, when there is one already (`python flow.py run` is its own); it has read the command line. Disposed of in any case. */
  readonly host?: Promise<PythonHost>;
}

export interface RunObserver {
  /** The run exists: it has an id and a place. */
  started(ref: RunRef): void;
  /** Every event, right after it was appended to the log. */
  event(event: RunEvent): void;
  /** What the flow's file prints while it is imported: it belongs to no task. */
  output?(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** What functions print that are called when the run is over; absent: as `output`. */
  hookOutput?(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
}

export interface RunSignals {
  /** Ends the run in order: running tasks are told, then stopped; records are completed. */
  readonly stop: AbortSignal;
  /** Ends it now. */
  readonly kill: AbortSignal;
}

export interface RunOutcome {
  readonly ref: RunRef;
  readonly state: 'succeeded' | 'failed' | 'cancelled';
  /** Why it had to end although no task failed: the datastore can't be written any more. Told as a notice, too. */
  readonly error?: ErrorDetails;
}

/** `executeRun(request, observer, signals): Promise<RunOutcome>`; throws FlowdeckError when no run came about. */
export type ExecuteRun = (
  request: RunRequest,
  observer: RunObserver,
  signals: RunSignals,
) => Promise<RunOutcome>;
