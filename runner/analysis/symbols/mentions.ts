/** Every place in a class where an attribute of its flow is named, not yet followed to what it is. */
import type { Effect } from '../effects';
import type { CallModel, ClassModel, FunctionModel, NamePlace } from '../model';
import type { Range } from '../positions';
import type { Role } from './model';

export interface Mention {
  readonly name: string;
  readonly role: Role;
  readonly range: Range;
  /** The method in whose body or decorators it stands. */
  readonly method?: FunctionModel;
  /**
   * How it is named, where that decides what it can be: by a call (`self.name(…)` may be a library's method), by the second
   * argument of a method (which is no join's `inputs` in most methods), or as the method of the next class.
   */
  readonly by?: 'call' | 'inputs' | 'super';
}

const KNOWN = new WeakMap<ClassModel, readonly Mention[]>();

/** In no order. */
export function mentionsOf(model: ClassModel): readonly Mention[] {
  let mentions = KNOWN.get(model);
  if (!mentions) {
    mentions = withoutTwins([...model.members.flatMap(mentionsOfMember), ...inBody(model)]);
    KNOWN.set(model, mentions);
  }
  return mentions;
}

function mentionsOfMember(member: ClassModel['members'][number]): Mention[] {
  const definition: Mention = { name: member.name, role: 'definition', range: member.nameRange };
  if (member.kind === 'assignment') return [definition];
  // What the first parameter of a static method is called says nothing of the flow.
  const isStatic = member.decorators.some(({ callee }) => callee === 'staticmethod');
  const found: Mention[] = [];
  const add: Add = (mention) => found.push({ ...mention, method: member });
  member.decorators.forEach((call) => caught(call, add));
  if (!isStatic) inEffects(member.effects, add);
  return [definition, ...found];
}

/** What the class body names outside of its methods; an attribute that is nowhere assigned is declared where it is first named. */
function inBody({ members, mentions }: ClassModel): Mention[] {
  const defined = new Set(members.map(({ name }) => name));
  return mentions.map(({ name, range }) => {
    const role: Role = defined.has(name) ? 'read' : 'definition';
    defined.add(name);
    return { name, role, range };
  });
}

type Add = (mention: Mention) => void;

/** `@catch(var='error')` sets an artifact. */
function caught(call: CallModel, add: Add): void {
  const name = call.keywords['var'];
  const range = call.places.get('var')?.textRange;
  const isCatch = call.callee === 'catch' || call.callee.endsWith('.catch');
  if (isCatch && typeof name === 'string' && range) add({ name, role: 'write', range });
}

function inEffects(effects: readonly Effect[], add: Add): void {
  for (const effect of effects) inEffect(effect, add);
}

function inEffect(effect: Effect, add: Add): void {
  const blocks = (...all: readonly (readonly Effect[])[]): void => {
    for (const block of all) inEffects(block, add);
  };
  switch (effect.kind) {
    case 'read':
    case 'write':
    case 'call':
    case 'super':
    case 'delete':
    case 'input':
    case 'branch':
      add(simple(effect));
      return;
    case 'merge':
      for (const place of effect.mentions) add(inText(place));
      return;
    case 'next':
      for (const place of effect.next.mentions) add(inNext(place));
      return;
    case 'choice':
      blocks(...effect.arms);
      return;
    case 'repeat':
    case 'later':
      blocks(effect.body);
      return;
    case 'attempt':
      blocks(effect.body, ...effect.handlers, effect.otherwise, effect.last);
      return;
    default:
  }
}

type Simple = Extract<
  Effect,
  { kind: 'read' | 'write' | 'call' | 'super' | 'delete' | 'input' | 'branch' }
>;

function simple(effect: Simple): Mention {
  const { range } = effect;
  switch (effect.kind) {
    case 'branch':
      return { name: effect.step, role: 'input', range, by: 'inputs' };
    case 'input':
      return { name: effect.name, role: 'read', range, by: 'inputs' };
    case 'call':
    case 'super':
      return { name: effect.name, role: 'read', range, by: effect.kind };
    case 'delete':
      return { name: effect.name, role: 'write', range };
    default:
      return { name: effect.name, role: effect.kind, range };
  }
}

function inText({ name, range }: NamePlace): Mention {
  return { name, role: 'text', range };
}

/** Whether it is a target or a value, only the flow tells: it knows its steps. */
function inNext({ name, range, quoted }: NamePlace): Mention {
  return { name, role: quoted ? 'text' : 'transition', range };
}

/** `self.n += 1` reads and sets in one place. */
function withoutTwins(mentions: readonly Mention[]): Mention[] {
  const byPlace = new Map<string, Mention>();
  for (const mention of mentions) {
    const { line, character } = mention.range.start;
    const key = `${line}:${character}`;
    if (!byPlace.has(key) || mention.role === 'write') byPlace.set(key, mention);
  }
  return [...byPlace.values()];
}
