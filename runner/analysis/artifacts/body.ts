/** Walks through what a method does to its flow, with what is known of the artifacts at every point. */
import type { Effect } from '../effects';
import type { PlacedClass } from '../meaning/inheritance';
import { useOf, type Members, type PlacedMember } from './members';
import { mergedStates, storedAfter, type Branches } from './merge';
import { alongGraph, meetStates, meetWays, withState, type Way } from './state';
import type { Coming, StepRecord, StepWrites } from './record';
import type { ArtifactState, ArtifactStates } from './model';
import { learn } from './types';

/** What stays the same while one step is walked through. */
export interface Walk {
  readonly step: string;
  readonly members: Members;
  readonly steps: ReadonlySet<string>;
  /** Of a join: what comes from each step that leads to it. */
  readonly inputs?: ReadonlyMap<string, ArtifactStates>;
  /** The same, one for each branch: where a choice lies on it, only one of several steps is an input. */
  readonly branches: Branches;
  readonly record: StepRecord<Frame>;
  readonly writes: StepWrites;
  /** The steps before a join from which more may come than the text shows. */
  readonly openInputs: ReadonlySet<string>;
  /** What is stored and comes back when the attribute is removed. */
  stored: ArtifactStates;
  /** Methods that may still be entered: what calls itself, or ever more others, ends here. */
  budget: number;
}

/** One method that is being walked through. */
export interface Frame {
  readonly walk: Walk;
  readonly place: PlacedClass;
  readonly index: number;
  /** The step itself, whose second parameter are the inputs. */
  readonly isStep: boolean;
  /** The bodies that are being walked through, to this one. */
  readonly callers: readonly (readonly Effect[])[];
  /** Ways that left by `return`, and those that left a turn of a loop. */
  readonly returns: Way[];
  readonly jumps: Way[];
  /** Where ways ended by an error. */
  readonly raises: Way[];
}

interface Certainty {
  /** Nothing around it decides whether it happens. */
  readonly always: boolean;
  /** Not to be told: the walk will come here again, knowing more. */
  readonly silent: boolean;
  /** In a body that runs nobody knows when. */
  readonly later?: true;
}

/**
 * The body of a step, with the bodies that it calls: what is known when it has ended, `undefined` when it never ends well.
 */
export function walkStep(
  walk: Walk,
  start: Way,
  placed: PlacedMember,
  isEnd: boolean,
): Way | undefined {
  const { member } = placed;
  if (member.kind !== 'function') return start;
  const frame = frameOf(walk, placed, [member.effects], true);
  const certainty = { always: true, silent: false };
  const way = inSequence(member.effects, start, frame, certainty);
  // Who returns without self.next has failed.
  const returned = frame.returns.filter((each) => isEnd || each.left);
  const ended = meetWays([way, ...returned]);
  const last = ended ?? meetWays([...frame.returns, ...frame.raises]) ?? start;
  for (const deferred of walk.record.deferred.values()) {
    const inner = { ...deferred.frame, returns: [], jumps: [], raises: [] };
    inSequence(deferred.body, last, inner, { always: false, silent: false });
  }
  return ended;
}

/** What a constructor sets is there in every step. */
export function walkConstructor(walk: Walk, start: Way): Way {
  const placed = walk.members.find('__init__');
  if (placed?.member.kind !== 'function') return start;
  const frame = frameOf(walk, placed, [placed.member.effects], false);
  const way = inSequence(placed.member.effects, start, frame, { always: true, silent: true });
  return meetWays([way, ...frame.returns, ...frame.raises, start]) ?? start;
}

function frameOf(
  walk: Walk,
  { place, index }: PlacedMember,
  callers: readonly (readonly Effect[])[],
  isStep: boolean,
): Frame {
  return { walk, place, index, isStep, callers, returns: [], jumps: [], raises: [] };
}

function inSequence(
  effects: readonly Effect[],
  start: Way | undefined,
  frame: Frame,
  certainty: Certainty,
): Way | undefined {
  let way = start;
  for (const effect of effects) {
    if (!way) return undefined;
    way = after(effect, way, frame, certainty);
  }
  return way;
}

type Compound<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

function after(effect: Effect, way: Way, frame: Frame, certainty: Certainty): Way | undefined {
  const { walk } = frame;
  switch (effect.kind) {
    case 'read':
      return afterRead(effect, way, frame, certainty);
    case 'write':
      return afterWrite(effect, way, frame);
    case 'delete':
      return afterDelete(effect.name, way, frame);
    case 'call':
      return afterCall(effect, way, frame, certainty);
    case 'super':
      return enter(walk.members.find(effect.name, frame.index + 1), way, frame, certainty);
    case 'input':
      return afterInput(effect, way, frame, certainty);
    case 'branch':
      return way;
    case 'inputs-escape':
      if (frame.isStep) walk.record.inputsEscape = true;
      return way;
    case 'merge':
      return afterMerging(effect, way, frame, certainty);
    case 'escape':
      walk.record.escapes = true;
      return { ...way, open: true };
    case 'next':
      return afterNext(effect, way, frame, certainty);
    case 'exit':
      return leave(way, effect.how === 'return' ? frame.returns : frame.raises);
    case 'jump':
      return leave(way, frame.jumps);
    case 'choice':
      return afterChoice(effect, way, frame, certainty);
    case 'repeat':
      return afterRepeat(effect, way, frame, certainty);
    case 'attempt':
      return afterAttempt(effect, way, frame, certainty);
    case 'later':
      return afterLater(effect.body, way, frame, certainty);
  }
}

function coming(way: Way, frame: Frame, { always, silent, later }: Certainty): Coming {
  return {
    file: frame.place.module.file,
    always: always && way.certain,
    silent,
    open: way.open,
    later: later === true,
  };
}

/** A method's second parameter need not be the inputs: only a step's is. */
function afterInput(effect: Compound<'input'>, way: Way, frame: Frame, certainty: Certainty): Way {
  const { inputs, openInputs, record, members } = frame.walk;
  if (!frame.isStep || !inputs) return way;
  const state =
    effect.from.kind === 'step'
      ? inputs.get(effect.from.step)?.get(effect.name)
      : acrossInputs(inputs, effect.name);
  if (!state && members.defines(effect.name)) return way;
  const { from } = effect;
  const open = from.kind === 'step' ? openInputs.has(from.step) : openInputs.size > 0;
  record.input(effect, state, { ...coming(way, frame, certainty), open });
  return way;
}

function afterMerging(
  effect: Compound<'merge'>,
  way: Way,
  frame: Frame,
  certainty: Certainty,
): Way {
  const { walk } = frame;
  const open = way.open || walk.openInputs.size > 0;
  walk.record.merge(effect, way, { ...coming(way, frame, certainty), open });
  if (!walk.inputs) return way;
  const taken = mergedStates(way.states, effect, walk.branches);
  const always = certainty.always && way.certain;
  walk.stored = storedAfter(walk.stored, taken, way.states, always);
  return { ...way, states: new Map([...way.states, ...taken]), open };
}

/** The way goes on elsewhere, or nowhere. */
function leave(way: Way, exits: Way[]): Way | undefined {
  exits.push(way);
  return undefined;
}

function afterRead(
  effect: Compound<'read'>,
  way: Way,
  frame: Frame,
  certainty: Certainty,
): Way | undefined {
  const { walk } = frame;
  const found = walk.members.find(effect.name);
  if (found?.member.kind === 'function') {
    const use = useOf(found.member, walk.steps.has(effect.name));
    if (use === 'property') return enter(found, way, frame, certainty);
    // A method that is handed on may be called by whoever gets it.
    return use === 'static' || walk.steps.has(effect.name)
      ? way
      : afterLater(
          found.member.effects,
          way,
          frameOf(walk, found, frame.callers, false),
          certainty,
        );
  }
  if (walk.members.defines(effect.name) && !way.states.has(effect.name)) return way;
  walk.record.read(effect, way, coming(way, frame, certainty));
  return way;
}

function afterWrite(effect: Compound<'write'>, way: Way, frame: Frame): Way {
  const { walk, place } = frame;
  const learnt = learn(effect, place.module, way.states);
  const write = walk.writes.of(effect, place.module.file, learnt);
  walk.record.written.add(write);
  return withState(way, effect.name, { presence: 'surely', writes: [write], merged: false });
}

/** What was stored before is looked up again; only what this task has set is gone. */
function afterDelete(name: string, way: Way, { walk, raises }: Frame): Way {
  const before = walk.stored.get(name);
  const states = new Map(way.states);
  if (before) states.set(name, before);
  else states.delete(name);
  const removed = { ...way, states };
  // An error right before or after it: what a `try` begins and ends with does not show that it was there, or was gone.
  raises.push(way, removed);
  return removed;
}

function afterCall(
  effect: Compound<'call'>,
  way: Way,
  frame: Frame,
  certainty: Certainty,
): Way | undefined {
  const { members, record } = frame.walk;
  const found = members.find(effect.name);
  if (found?.member.kind === 'function') return enter(found, way, frame, certainty);
  if (members.defines(effect.name) && !way.states.has(effect.name)) return way;
  const read = { ...effect, kind: 'read' as const, guarded: false };
  record.read(read, way, coming(way, frame, certainty));
  return way;
}

/** A method of the flow is called. */
function enter(
  found: PlacedMember | undefined,
  way: Way,
  frame: Frame,
  certainty: Certainty,
): Way | undefined {
  if (found?.member.kind !== 'function') return way;
  const { walk } = frame;
  const { member } = found;
  const use = useOf(member, walk.steps.has(member.name));
  if (use === 'static' || frame.callers.includes(member.effects)) return way;
  if (walk.budget <= 0) return { ...way, open: true };
  walk.budget -= 1;
  const inner = frameOf(walk, found, [...frame.callers, member.effects], false);
  if (use === 'decorated') return afterLater(member.effects, way, inner, certainty);
  const ended = meetWays([inSequence(member.effects, way, inner, certainty), ...inner.returns]);
  frame.raises.push(...inner.raises);
  return ended && { ...ended, certain: way.certain };
}

function afterNext(effect: Compound<'next'>, way: Way, frame: Frame, certainty: Certainty): Way {
  frame.walk.record.next(effect.next, way, coming(way, frame, certainty));
  return { ...way, left: true };
}

function afterChoice(
  effect: Compound<'choice'>,
  way: Way,
  frame: Frame,
  certainty: Certainty,
): Way | undefined {
  const leaving = frame.returns.length + frame.jumps.length;
  const inside = { ...certainty, always: false };
  const met = meetWays(effect.arms.map((arm) => inSequence(arm, way, frame, inside)));
  const isSplit = frame.returns.length + frame.jumps.length > leaving;
  return met && isSplit ? { ...met, certain: false } : met;
}

/** None, one or many times; what a turn leaves is there in the next one. */
function afterRepeat(
  effect: Compound<'repeat'>,
  way: Way,
  frame: Frame,
  certainty: Certainty,
): Way | undefined {
  const inside = { ...certainty, always: certainty.always && effect.overInputs === true };
  const turn = (start: Way, silent: boolean): Way => {
    const loop = { ...frame, jumps: [] };
    const end = inSequence(effect.body, start, loop, { ...inside, silent });
    return meetWays([start, end, ...loop.jumps]) ?? start;
  };
  const leaving = frame.returns.length;
  const once = turn(way, true);
  // What is not told needs no second look.
  const ended = certainty.silent ? once : turn(once, false);
  const certain = way.certain && frame.returns.length === leaving;
  return { ...ended, certain };
}

function afterAttempt(
  effect: Compound<'attempt'>,
  way: Way,
  frame: Frame,
  certainty: Certainty,
): Way | undefined {
  const hasHandlers = effect.handlers.length > 0;
  const inside = hasHandlers ? { ...certainty, always: false } : certainty;
  const raised = frame.raises.length;
  const leaving = frame.returns.length + frame.jumps.length;
  const tried = inSequence(effect.body, way, frame, inside);
  const failing = meetWays([way, tried, ...frame.raises.slice(raised)]) ?? way;
  const handled = effect.handlers.map((each) => inSequence(each, failing, frame, inside));
  const otherwise = tried && inSequence(effect.otherwise, tried, frame, inside);
  const met = meetWays([otherwise, ...handled]);
  // `finally` also runs on the way out.
  if (!met) inSequence(effect.last, failing, frame, { ...certainty, always: false });
  const isSplit = hasHandlers && frame.returns.length + frame.jumps.length > leaving;
  return inSequence(
    effect.last,
    met && isSplit ? { ...met, certain: false } : met,
    frame,
    certainty,
  );
}

/** Nobody knows when it runs: what it sets may be there from now on, and it may read what is set later. */
function afterLater(body: readonly Effect[], way: Way, frame: Frame, { silent }: Certainty): Way {
  const own = { ...frame, returns: [], jumps: [], raises: [], callers: [...frame.callers, body] };
  if (frame.callers.includes(body)) return way;
  frame.walk.record.deferred.set(body, { body, frame: own });
  const run = inSequence(body, way, own, { always: false, silent, later: true });
  const met = meetWays([way, run, ...own.returns]);
  return met ? { ...met, certain: way.certain, left: way.left } : way;
}

/** A state that several inputs share, for a read of any of them. */
export function acrossInputs(
  inputs: ReadonlyMap<string, ArtifactStates>,
  name: string,
): ArtifactState | undefined {
  return meetStates([...inputs.values()], alongGraph).get(name);
}
