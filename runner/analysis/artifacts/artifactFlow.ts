/** Which artifacts reach which step: what each step leaves is followed along the graph until nothing changes. */
import type { StepDescription } from '../../flow/description';
import {
  framesAfter,
  knownTargets,
  openSplits,
  predecessors,
  reachable,
  stepsByName,
  topological,
  type SplitFrame,
} from '../../flow/graph';
import type { AnalysedFlow } from '../analyse';
import { walkConstructor, walkStep, type Frame, type Walk } from './body';
import { caught } from './catching';
import { classStates } from './classStates';
import { membersOf, type Members } from './members';
import type { ArtifactFlow, ArtifactStates, StepArtifacts } from './model';
import type { Branches } from './merge';
import { StepRecord, StepWrites } from './record';
import { mayGoTo } from './choices';
import { alongGraph, meetStates, sameStates, type Way } from './state';

const known = new WeakMap<AnalysedFlow, ArtifactFlow>();

/** Computed once for each flow. */
export function artifactFlow(flow: AnalysedFlow): ArtifactFlow {
  let found = known.get(flow);
  if (!found) {
    found = new Propagation(flow).run();
    known.set(flow, found);
  }
  return found;
}

/** How many methods one step may call, and they in turn. */
const MAX_CALLS = 400;
/** Every round can only weaken what is known; deep loops settle in a few. */
const MAX_ROUNDS = 50;

/** A step that leads to another, with what is known of it so far. */
type Source = readonly [string, StepArtifacts];

class Propagation {
  readonly #flow: AnalysedFlow;
  readonly #steps: ReadonlyMap<string, StepDescription>;
  readonly #before: ReadonlyMap<string, readonly string[]>;
  readonly #open: ReadonlyMap<string, readonly SplitFrame[]>;
  readonly #members: Members;
  readonly #names: ReadonlySet<string>;
  readonly #writes = new Map<string, StepWrites>();
  readonly #done = new Map<string, StepArtifacts>();
  /** Steps that a run can come to, whatever its choices that are not written out come to. */
  readonly #live = new Set<string>();
  readonly #base: Way;

  constructor(flow: AnalysedFlow) {
    this.#flow = flow;
    this.#steps = stepsByName(flow.description);
    this.#before = predecessors(flow.description);
    this.#open = openSplits(flow.description);
    this.#members = membersOf(flow);
    this.#names = new Set(this.#steps.keys());
    this.#base = this.#ofClass();
  }

  run(): ArtifactFlow {
    const reached = reachable(this.#flow.description);
    const order = topological(this.#flow.description).filter((name) => reached.has(name));
    const dirty = new Set(order);
    for (let round = 0; dirty.size > 0 && round < MAX_ROUNDS; round++) {
      for (const name of order) if (dirty.delete(name)) this.#visit(name, dirty);
    }
    const steps = order.flatMap((name) => {
      const found = this.#done.get(name);
      return found ? [[name, found] as const] : [];
    });
    return { steps: new Map(steps) };
  }

  /** Looks at a step anew; those behind it have to be when it leaves something else. */
  #visit(name: string, dirty: Set<string>): void {
    const step = this.#steps.get(name);
    if (!step) return;
    const before = this.#done.get(name);
    const wasLive = this.#live.has(name);
    const now = this.#walk(step);
    this.#done.set(name, now);
    const isSame =
      wasLive === this.#live.has(name) &&
      before?.open === now.open &&
      sameStates(before.leaving, now.leaving);
    if (!isSame) for (const target of knownTargets(step, this.#steps)) dirty.add(target);
  }

  #walk(step: StepDescription): StepArtifacts {
    const { name } = step;
    const sources = (this.#before.get(name) ?? []).flatMap((source) => {
      const found = this.#done.get(source);
      return found ? [[source, found] as const] : [];
    });
    const taken = this.#taken(name, sources);
    if (sources.length === 0 || taken.length > 0) this.#live.add(name);
    const isJoin = step.takesInputs && name !== this.#flow.description.startStep;
    const inputs = new Map(sources.map(([source, { leaving }]) => [source, leaving]));
    const place = this.#flow.steps.get(name);
    const isDark = place === undefined || place.opaque || place.broken;
    const comings = taken.length > 0 ? taken : sources;
    const arriving = isJoin || sources.length === 0 ? this.#base : this.#arriving(comings);
    const start = isDark ? { ...arriving, open: true } : arriving;
    const record = new StepRecord<Frame>(name);
    const walk: Walk = {
      step: name,
      members: this.#members,
      steps: this.#names,
      record,
      writes: this.#writesOf(name),
      openInputs: new Set(isJoin ? sources.flatMap(([each, { open }]) => (open ? each : [])) : []),
      stored: start.states,
      budget: MAX_CALLS,
      branches: isJoin ? this.#branches(name, comings) : [],
      ...(isJoin ? { inputs } : {}),
    };
    const placed = this.#members.find(name);
    const ended = placed && walkStep(walk, start, placed, name === this.#flow.description.endStep);
    const end = ended ?? start;
    const leaving = caught(step, place, start.states, persisted(end.states, walk.stored));
    return {
      arriving: start.states,
      leaving,
      ...(isJoin ? { inputs } : {}),
      reads: record.reads,
      writes: [...record.written],
      merges: record.merges,
      escapes: record.escapes,
      inputsEscape: record.inputsEscape,
      open: end.open,
    };
  }

  /** The sources from which a run can come here. */
  #taken(name: string, sources: readonly Source[]): readonly Source[] {
    return sources.filter(([source, { leaving }]) => {
      const step = this.#steps.get(source);
      return this.#live.has(source) && (step === undefined || mayGoTo(step, leaving).has(name));
    });
  }

  #arriving(sources: readonly Source[]): Way {
    return {
      ...this.#base,
      states: meetStates(
        sources.map(([, { leaving }]) => leaving),
        alongGraph,
      ),
      open: this.#base.open || sources.some(([, { open }]) => open),
    };
  }

  /** What each branch brings to its join: a choice on it leads through one of several steps. */
  #branches(join: string, sources: readonly Source[]): Branches {
    const branches = new Map<string, ArtifactStates[]>();
    for (const [source, { leaving }] of sources) {
      const step = this.#steps.get(source);
      const frames = step && framesAfter(step, this.#open.get(source) ?? [], join);
      const branch = frames?.at(-1)?.branch ?? '';
      branches.set(branch, [...(branches.get(branch) ?? []), leaving]);
    }
    return [...branches.values()].map((ways) => meetStates(ways, alongGraph));
  }

  #writesOf(name: string): StepWrites {
    let writes = this.#writes.get(name);
    if (!writes) {
      writes = new StepWrites(name);
      this.#writes.set(name, writes);
    }
    return writes;
  }

  /** What every task has: parameters, values of the class and what a constructor sets. */
  #ofClass(): Way {
    const record = new StepRecord<Frame>('');
    const states = classStates(this.#flow, this.#members);
    const open = this.#flow.unknown.steps || this.#members.find('__getattr__') !== undefined;
    const start: Way = { states, open, left: false, certain: true };
    const walk: Walk = {
      step: '',
      members: this.#members,
      steps: this.#names,
      record,
      writes: new StepWrites(undefined),
      openInputs: new Set(),
      branches: [],
      stored: states,
      budget: MAX_CALLS,
    };
    return walkConstructor(walk, start);
  }
}

/** Functions are not stored: what was stored under the name before is there again. */
function persisted(states: ArtifactStates, stored: ArtifactStates): ArtifactStates {
  const isFunction = (name: string): boolean =>
    states.get(name)?.writes.some((write) => write.value.kind === 'lambda') === true;
  const functions = [...states.keys()].filter(isFunction);
  if (functions.length === 0) return states;
  const kept = new Map(states);
  for (const name of functions) {
    const state = states.get(name);
    const others = state?.writes.filter((write) => write.value.kind !== 'lambda') ?? [];
    const before = stored.get(name);
    if (state && others.length > 0)
      kept.set(name, { ...state, writes: others, presence: 'usually' });
    else if (before) kept.set(name, before);
    else kept.delete(name);
  }
  return kept;
}
