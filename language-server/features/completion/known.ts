/** Which artifacts are known where the cursor stands: those that are there, those that come from an input, all of the flow. */
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import { artifactFlow } from '../../../runner/analysis/artifacts/artifactFlow';
import type {
  ArtifactState,
  ArtifactStates,
  ArtifactWrite,
  Presence,
} from '../../../runner/analysis/artifacts/model';
import { assignmentsIn } from '../../../runner/analysis/assignments';
import { offsetAt } from '../../../runner/analysis/cursor/offsets';
import type { Position, Range } from '../../../runner/analysis/positions';
import { artifactsHere, type Here } from './here';

export interface Known {
  readonly name: string;
  readonly writes: readonly ArtifactWrite[];
  readonly presence: Presence;
  readonly merged: boolean;
}

/** Artifacts that exist where the cursor stands. */
export function knownHere(here: Here): Known[] {
  const { flow, asked } = here;
  const step = artifactsHere(here);
  if (!flow || !step) return [];
  const found = new Map<string, Known>();
  const merged = step.merges.some(
    ({ effect, file }) => file === asked.path && isBefore(effect.range, asked.position),
  );
  for (const [name, state] of merged ? step.leaving : step.arriving) {
    if (merged && !state.merged && !step.arriving.has(name)) continue;
    const writes = state.writes.filter((write) => !isTyped(write, asked));
    if (writes.length > 0) found.set(name, known(name, writes, state));
  }
  for (const write of step.writes) {
    const isEarlier = write.file !== asked.path || isBefore(write.range, asked.position);
    if (!isEarlier || isTyped(write, asked)) continue;
    const presence = step.leaving.get(write.name)?.presence ?? 'usually';
    found.set(write.name, { name: write.name, writes: [write], presence, merged: false });
  }
  return sorted([...found.values()].filter(({ name }) => isOffered(name, here)));
}

function known(name: string, writes: readonly ArtifactWrite[], state: ArtifactState): Known {
  return { name, writes, presence: state.presence, merged: state.merged };
}

const ORDER: { readonly [presence in Presence]: number } = { surely: 0, usually: 1, possibly: 2 };

function sorted(all: readonly Known[]): Known[] {
  return [...all].sort(
    (a, b) => ORDER[a.presence] - ORDER[b.presence] || (a.name < b.name ? -1 : 1),
  );
}

/** Steps and parameters are told of elsewhere; what begins with an underscore is someone's own. */
function isOffered(name: string, { flow }: Here): boolean {
  return !name.startsWith('_') && flow !== undefined && !takenNames(flow).has(name);
}

const TAKEN = new WeakMap<AnalysedFlow, ReadonlySet<string>>();

function takenNames(flow: AnalysedFlow): ReadonlySet<string> {
  let names = TAKEN.get(flow);
  if (!names) {
    const { steps, parameters } = flow.description;
    names = new Set([
      ...steps.map(({ name }) => name),
      ...parameters.map((each) => each.attribute),
    ]);
    TAKEN.set(flow, names);
  }
  return names;
}

/** The name that is being typed is no artifact yet; `self.` and the line below it read as one target. */
function isTyped({ file, range }: ArtifactWrite, { path, position, text }: Here['asked']): boolean {
  const { start, end } = range;
  if (file !== path || start.line < position.line || start.line > position.line + MAX_GAP) {
    return false;
  }
  if (start.line > position.line) {
    return text.slice(offsetAt(text, position), offsetAt(text, start)).trim() === '';
  }
  return start.character <= position.character && position.character <= end.character;
}

/** Lines between a dot and what reads as its name. */
const MAX_GAP = 3;

function isBefore({ start }: Range, { line, character }: Position): boolean {
  return start.line < line || (start.line === line && start.character < character);
}

/** Every artifact of the flow with all its assignments. */
export function allArtifacts(here: Here): Known[] {
  const { flow, asked } = here;
  if (!flow) return [];
  const writes = new Map<string, Set<ArtifactWrite>>();
  const add = (write: ArtifactWrite): void => {
    if (isTyped(write, asked) || !isOffered(write.name, here)) return;
    const known = writes.get(write.name);
    if (known) known.add(write);
    else writes.set(write.name, new Set([write]));
  };
  const steps = artifactFlow(flow).steps;
  for (const step of steps.values()) step.writes.forEach(add);
  // What the class itself defines is in every step.
  const start = steps.get(flow.description.startStep);
  for (const state of start?.arriving.values() ?? []) state.writes.forEach(add);
  const reached = new Set([...writes].flatMap(([, set]) => [...set].map(placeOf)));
  for (const write of allWrites(here)) if (!reached.has(placeOf(write))) add(write);
  return sorted(
    [...writes].map(([name, set]) => ({
      name,
      writes: [...set],
      presence: 'surely' as const,
      merged: false,
    })),
  );
}

function placeOf({ file, range }: ArtifactWrite): string {
  return `${file}:${range.start.line}:${range.start.character}`;
}

/** As the text has them, in steps that nothing leads to as well. */
function allWrites({ flow }: Here): ArtifactWrite[] {
  const steps = new Set(flow?.description.steps.map(({ name }) => name));
  return (flow?.classes ?? []).flatMap(({ module: { file }, model }) =>
    model.members.flatMap((member) => {
      if (member.kind !== 'function') return [];
      const step = steps.has(member.name) ? { step: member.name } : {};
      return assignmentsIn(member.effects).map((effect) => ({ ...effect, ...step, file }));
    }),
  );
}

/** What comes from an input of a join. */
export function knownIn(states: ArtifactStates, here: Here): Known[] {
  const all = [...states].map(([name, state]) => known(name, state.writes, state));
  return sorted(all.filter(({ name }) => isOffered(name, here)));
}
