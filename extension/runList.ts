/** The list of runs as the extension keeps it. Pure. */
import type { RunRef, RunSummary } from '../runner/service/protocol';

/** Equal for equal runs, different for different ones. */
export function runKey(ref: RunRef): string {
  return `${ref.root}\n${ref.flow}\n${ref.run}`;
}

export function sameRun(one: RunRef | undefined, other: RunRef | undefined): boolean {
  if (!one || !other) return one === other;
  return runKey(one) === runKey(other);
}

/** The list after a change, newest first. */
export function applyChange(
  runs: readonly RunSummary[],
  changed: readonly RunSummary[],
  removed: readonly RunRef[],
): readonly RunSummary[] {
  const byKey = new Map(runs.map((run) => [runKey(run.ref), run]));
  for (const ref of removed) byKey.delete(runKey(ref));
  for (const run of changed) byKey.set(runKey(run.ref), run);
  return [...byKey.values()].sort((a, b) => b.startedAt - a.startedAt);
}

/** Runs of a flow, of this file where the run tells its file; newest first. */
export function runsOf(
  runs: readonly RunSummary[],
  flow: string,
  file?: string,
): readonly RunSummary[] {
  return runs.filter(
    (run) =>
      run.ref.flow === flow && (file === undefined || run.file === undefined || run.file === file),
  );
}

/** Runs that ran in the list before and have ended in the list after. */
export function endedBetween(
  before: readonly RunSummary[],
  after: readonly RunSummary[],
): readonly RunSummary[] {
  const running = new Set(
    before.filter((run) => run.state === 'running').map((run) => runKey(run.ref)),
  );
  return after.filter((run) => run.state !== 'running' && running.has(runKey(run.ref)));
}
