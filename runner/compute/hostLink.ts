/** The line to a Python host, whoever started whom. */
import type { HostRequest } from './protocol';

export interface HostExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of its stderr. */
  readonly lastWords: string;
  /** It could not be started at all. */
  readonly spawnError?: NodeJS.ErrnoException;
}

export interface HostLink {
  /** Each line of a reply. One listener, set in the same tick as the construction. */
  onLine: (line: string) => void;
  /** Resolves once the host has ended (or let go of the line) and its last line was delivered. */
  readonly exited: Promise<HostExit>;
  readonly pid: number | undefined;
  send(request: HostRequest): void;
  /** No more requests: the host ends all its tasks and then itself. */
  endRequests(): void;
  /** Now, without asking. Tasks end with their host. */
  kill(): void;
}
