/** One look for each state, the same everywhere: a glyph (codicon), a word and a colour (theme variable). */
import type { RunState, TaskCounts, TaskState } from '../runs/model';

export interface StateLook {
  /** Name of a codicon, without `codicon-`. */
  readonly glyph: string;
  readonly word: string;
  /** Name of a VS Code theme variable. */
  readonly color: string;
  /** The glyph turns (unless the person asked for reduced motion). */
  readonly spins?: true;
}

export const STATE_LOOKS: { readonly [state in TaskState]: StateLook } = {
  waiting: { glyph: 'circle-outline', word: 'waiting', color: '--vscode-disabledForeground' },
  running: { glyph: 'loading', word: 'running', color: '--vscode-charts-blue', spins: true },
  succeeded: { glyph: 'check', word: 'succeeded', color: '--vscode-testing-iconPassed' },
  failed: { glyph: 'close', word: 'failed', color: '--vscode-testing-iconFailed' },
  caught: { glyph: 'warning', word: 'caught', color: '--vscode-charts-yellow' },
  retrying: { glyph: 'refresh', word: 'retrying', color: '--vscode-charts-orange' },
  cancelled: { glyph: 'primitive-square', word: 'cancelled', color: '--vscode-disabledForeground' },
  interrupted: { glyph: 'debug-disconnect', word: 'interrupted', color: '--vscode-charts-orange' },
};

/** What a state alone does not tell: how a step or task came to it. */
export type Mark = 'reused' | 'notTaken';
export const MARK_LOOKS: { readonly [mark in Mark]: StateLook } = {
  /** Taken over from the run that this one resumes. */
  reused: { glyph: 'history', word: 'reused', color: '--vscode-charts-purple' },
  /** A switch went another way. */
  notTaken: { glyph: 'dash', word: 'not taken', color: '--vscode-disabledForeground' },
};

/** In the order in which a bar of states stacks them and a list of counts names them. */
export const STATE_ORDER: readonly TaskState[] = [
  'succeeded',
  'caught',
  'running',
  'retrying',
  'failed',
  'cancelled',
  'interrupted',
  'waiting',
];

export function lookOf(state: TaskState | RunState): StateLook {
  return STATE_LOOKS[state];
}

/** Tasks that need no more work and gave a result. */
export function doneCount(counts: TaskCounts): number {
  return counts.succeeded + counts.caught;
}

/** All tasks that are known of. */
export function knownCount(counts: TaskCounts): number {
  return STATE_ORDER.reduce((sum, state) => sum + counts[state], 0);
}
