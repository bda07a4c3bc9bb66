/** The first interpreter that fits. */
import type { Candidate } from './candidates';
import type { Interpreter, Probe, ProbeFailure } from './probe';

export interface Rejected {
  readonly candidate: Candidate;
  readonly reason: ProbeFailure;
}

export interface Choice {
  /** Undefined: none fits. */
  readonly chosen?: { readonly candidate: Candidate; readonly interpreter: Interpreter };
  /** What was tried before it, in order. */
  readonly rejected: readonly Rejected[];
}

export async function choosePython(
  candidates: readonly Candidate[],
  probe: (command: string) => Promise<Probe>,
): Promise<Choice> {
  const rejected: Rejected[] = [];
  for (const candidate of candidates) {
    const result = await probe(candidate.command);
    if (result.ok) return { chosen: { candidate, interpreter: result.interpreter }, rejected };
    rejected.push({ candidate, reason: result.reason });
  }
  return { rejected };
}
