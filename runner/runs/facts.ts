/** RunFacts of a run: what lenses and hovers say about it. Pure. */
import type { ArtifactFacts, RunFacts, StepFacts } from '../flow/facts';
import type { HeldArtifact } from './artifactFacts';
import type { RunModel, StepModel } from './model';

/** Bytes of the facts of one flow, as JSON. */
export const FACTS_LIMIT = 64 * 1024;

/** What has to be read for it, besides the run itself. */
export interface RunDetails {
  readonly artifacts: readonly HeldArtifact[];
  readonly recent: ReadonlyMap<string, NonNullable<StepFacts['recent']>>;
}

/** The facts without artifacts. */
export function factsOf(model: RunModel, recent?: RunDetails['recent']): RunFacts {
  const { root, flow, run } = model.ref;
  return {
    flow,
    ...(model.description === undefined ? {} : { file: model.description.file }),
    run: {
      root,
      id: run,
      state: model.state,
      startedAt: model.startedAt,
      ...(model.endedAt === undefined ? {} : { duration: model.endedAt - model.startedAt }),
    },
    steps: Object.fromEntries(
      model.steps.map((step) => [step.name, stepFacts(step, recent?.get(step.name))]),
    ),
  };
}

function stepFacts(step: StepModel, recent: StepFacts['recent']): StepFacts {
  const { counts, expected, startedAt, endedAt } = step;
  return {
    state: step.state,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(startedAt === undefined || endedAt === undefined ? {} : { duration: endedAt - startedAt }),
    tasks: {
      done: counts.succeeded + counts.caught,
      failed: counts.failed,
      ...(expected === undefined ? {} : { expected }),
    },
    ...(recent === undefined ? {} : { recent }),
  };
}

/**
 * The facts with artifacts, as many as the limit has room for: first previews are left out, then artifacts; what a step
 * only passed on before what it made, the longest first.
 */
export function withArtifacts(
  facts: RunFacts,
  held: readonly HeldArtifact[],
  limit: number = FACTS_LIMIT,
): RunFacts {
  const rows = ranked(held);
  const earlier = earlierOf(held, facts.run.id);
  let size = sizeOf({ ...facts, artifacts: bySteps(rows), ...earlier });
  for (const row of leastWorthFirst(rows, ({ facts: { preview } }) => preview)) {
    if (size <= limit) break;
    const { preview, ...rest } = row.facts;
    if (preview === undefined) continue;
    row.facts = rest;
    size -= sizeOf({ preview }) - 1;
  }
  for (const row of leastWorthFirst(rows, ({ name, facts: about }) => ({ [name]: about }))) {
    if (size <= limit) break;
    row.left = true;
    size -= sizeOf({ [row.name]: row.facts }) - 1;
  }
  return { ...facts, artifacts: bySteps(rows.filter(({ left }) => !left)), ...earlier };
}

function earlierOf(held: readonly HeldArtifact[], run: string): Pick<RunFacts, 'earlier'> {
  const others = held.filter((one) => one.run !== run);
  if (others.length === 0) return {};
  return { earlier: Object.fromEntries(others.map((one) => [one.step, one.run])) };
}

interface Row {
  readonly step: string;
  readonly name: string;
  /** An earlier step has the same value under the same name. */
  readonly passedOn: boolean;
  facts: ArtifactFacts;
  left: boolean;
}

function ranked(held: readonly HeldArtifact[]): readonly Row[] {
  const seen = new Set<string>();
  return held.map(({ step, name, key, facts }) => {
    const value = `${name}\n${key}`;
    const passedOn = seen.has(value);
    seen.add(value);
    return { step, name, passedOn, facts, left: false };
  });
}

function leastWorthFirst(rows: readonly Row[], part: (row: Row) => unknown): readonly Row[] {
  return rows
    .map((row) => ({ row, size: sizeOf(part(row) ?? null) }))
    .sort(
      (one, other) =>
        Number(other.row.passedOn) - Number(one.row.passedOn) || other.size - one.size,
    )
    .map(({ row }) => row);
}

function bySteps(rows: readonly Row[]): NonNullable<RunFacts['artifacts']> {
  const steps = new Map<string, [string, ArtifactFacts][]>();
  for (const { step, name, facts } of rows) {
    const known = steps.get(step);
    if (known) known.push([name, facts]);
    else steps.set(step, [[name, facts]]);
  }
  return Object.fromEntries([...steps].map(([step, all]) => [step, Object.fromEntries(all)]));
}

/** UTF-8 bytes as JSON. */
function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
