/** What follows a run in a terminal: a live block, plain lines, or nothing but events. */
import type { RunEvent } from '../../events';
import type { RunFold } from '../../runs/fold';

export interface ProgressView {
  /** An event came and led to this state. */
  show(fold: RunFold, event: RunEvent): void;
  /** A remark or a line of a task's output; whole lines. */
  print(text: string): void;
  /** No more will come; the last state stays on the screen. */
  close(): void;
}
