/** Plays random flows: which artifacts each task begins and ends with, and which of its reads fail. */
import { randomOf, type Random } from '../../fixtures/flowText';
import {
  stepTakenFrom,
  type Body,
  type Next,
  type PlannedFlow,
  type PlannedStep,
  type Statement,
} from './artifactFlows';

/** What several runs had at one place. */
export interface Has {
  readonly always: Set<string>;
  readonly ever: Set<string>;
}

/** What several runs of one flow came by. */
export class Seen {
  readonly starts = new Map<string, Has>();
  readonly ends = new Map<string, Has>();
  readonly reads = new Map<Statement, { reached: number; failed: number }>();

  add(places: Map<string, Has>, step: string, names: ReadonlySet<string>): void {
    const before = places.get(step);
    if (!before) {
      places.set(step, { always: new Set(names), ever: new Set(names) });
      return;
    }
    for (const name of before.always) if (!names.has(name)) before.always.delete(name);
    for (const name of names) before.ever.add(name);
  }

  read(statement: Statement, isThere: boolean): void {
    const { reached, failed } = this.reads.get(statement) ?? { reached: 0, failed: 0 };
    this.reads.set(statement, { reached: reached + 1, failed: failed + (isThere ? 0 : 1) });
  }
}

/** What a task leaves for those after it. */
interface Left {
  readonly step: string;
  readonly has: ReadonlySet<string>;
}

/** An error of the Python code; `missing`: of an artifact, which not every `except` takes. */
class Raised extends Error {
  readonly missing: boolean;

  constructor(missing: boolean) {
    super();
    this.missing = missing;
  }
}

/** How likely a run takes what is open: a run that never or always does shows the most. */
const CHANCES = [0, 50, 100] as const;

/** One run; the same for the same seed. */
export function play(flow: PlannedFlow, seed: number, seen: Seen): void {
  try {
    new Run(flow, seed, seen).begin();
  } catch (error) {
    // The task has failed, and the run with it.
    if (!(error instanceof Raised)) throw error;
  }
}

class Run {
  readonly #flow: PlannedFlow;
  readonly #random: Random;
  readonly #seen: Seen;
  readonly #world: World;

  constructor(flow: PlannedFlow, seed: number, seen: Seen) {
    this.#flow = flow;
    this.#seen = seen;
    this.#random = randomOf(seed);
    this.#world = {
      random: this.#random,
      condition: CHANCES[seed % 3] ?? 0,
      error: [0, 20, 60][Math.floor(seed / 3) % 3] ?? 0,
      seen,
    };
  }

  begin(): void {
    this.#follow('start', new Set());
  }

  /** From a step to the end, or to the join that is not its own. */
  #follow(first: string, stored: ReadonlySet<string>): Left {
    let left = this.#task(first, stored, []);
    for (;;) {
      const { next } = this.#step(left.step);
      const followed = this.#split(next, left.has);
      if (followed.length > 0) {
        left = this.#task(this.#joinAfter(followed), new Set(), followed);
        continue;
      }
      const target = this.#target(next);
      if (target === undefined || this.#step(target).inputs) return left;
      left = this.#task(target, left.has, []);
    }
  }

  /** What comes out of the branches or items of a split. */
  #split(next: Next, has: ReadonlySet<string>): Left[] {
    if (next.kind === 'all' && next.steps.length > 1) {
      return next.steps.map((each) => this.#follow(each, has));
    }
    if (next.kind !== 'foreach') return [];
    const items = Array.from({ length: 1 + this.#random(3) });
    return items.map(() => this.#follow(next.step, has));
  }

  #target(next: Next): string | undefined {
    if (next.kind === 'switch') return next.chosen[this.#random(next.chosen.length)];
    return next.kind === 'all' ? next.steps[0] : undefined;
  }

  #joinAfter([one]: readonly Left[]): string {
    const join = [...this.#flow.steps.values()].find(
      ({ inputs }) => one && inputs?.includes(one.step),
    );
    if (!join) throw new Error('a split without a join');
    return join.name;
  }

  #step(name: string): PlannedStep {
    const step = this.#flow.steps.get(name);
    if (!step) throw new Error(`no step ${name}`);
    return step;
  }

  #task(name: string, stored: ReadonlySet<string>, inputs: readonly Left[]): Left {
    const step = this.#step(name);
    const task = new Task(step, stored, inputs, this.#world);
    this.#seen.add(this.#seen.starts, name, task.has());
    task.body(step.body);
    const { next } = step;
    if (next.kind === 'foreach' || next.kind === 'switch') task.own.add(next.artifact);
    const has = task.has();
    this.#seen.add(this.#seen.ends, name, has);
    return { step: name, has };
  }
}

interface World {
  readonly random: Random;
  /** Of 100. */
  readonly condition: number;
  /** Of 100, before each statement in a `try`. */
  readonly error: number;
  readonly seen: Seen;
}

class Task {
  /** What the task itself has set: only that can be deleted. */
  readonly own = new Set<string>();
  readonly #stored: Set<string>;
  readonly #step: PlannedStep;
  readonly #inputs: readonly Left[];
  readonly #world: World;
  /** The `try`s around the statement, and those that take the error of a missing artifact. */
  #tries = 0;
  #forgiving = 0;

  constructor(
    step: PlannedStep,
    stored: ReadonlySet<string>,
    inputs: readonly Left[],
    world: World,
  ) {
    this.#step = step;
    this.#stored = new Set(stored);
    this.#inputs = inputs;
    this.#world = world;
  }

  has(): ReadonlySet<string> {
    return new Set([...this.#stored, ...this.own]);
  }

  body(body: Body): void {
    for (const statement of body) {
      this.#mayRaise();
      this.#do(statement);
    }
    if (body.length > 0) this.#mayRaise();
  }

  #mayRaise(): void {
    const { random, error } = this.#world;
    if (this.#tries > 0 && random(100) < error) throw new Raised(false);
  }

  #do(statement: Statement): void {
    switch (statement.kind) {
      case 'write':
        this.own.add(statement.name);
        return;
      case 'delete':
        if (!this.own.delete(statement.name)) this.#miss();
        return;
      case 'read':
        this.#read(statement, this.#isThere(statement.name));
        return;
      case 'copy':
        this.#read(statement, this.#isThere(statement.of));
        this.own.add(statement.name);
        return;
      case 'hasattr':
      case 'getattr':
        return;
      case 'if':
        this.body(this.#happens() ? statement.body : statement.otherwise);
        return;
      case 'for':
        for (let turn = 0; turn < 2; turn++) if (this.#happens()) this.body(statement.body);
        return;
      case 'try':
        this.#try(statement);
        return;
      case 'merge':
        this.#merge(statement);
        return;
      case 'take':
        this.#take(statement);
        return;
    }
  }

  #happens(): boolean {
    return this.#world.random(100) < this.#world.condition;
  }

  #isThere(name: string): boolean {
    return this.own.has(name) || this.#stored.has(name);
  }

  #read(statement: Statement, isThere: boolean): void {
    this.#world.seen.read(statement, isThere);
    if (!isThere) this.#miss();
  }

  /** A task that fails here goes on: what comes after is judged by itself, as people mend one thing after the other. */
  #miss(): void {
    if (this.#forgiving > 0) throw new Raised(true);
  }

  #try({ body, handler, forgiving }: Extract<Statement, { kind: 'try' }>): void {
    const weight = forgiving ? 1 : 0;
    const before = [this.#tries, this.#forgiving] as const;
    try {
      this.#tries++;
      this.#forgiving += weight;
      this.body(body);
    } catch (error) {
      if (!(error instanceof Raised) || (error.missing && !forgiving)) throw error;
      [this.#tries, this.#forgiving] = before;
      this.body(handler);
    }
    [this.#tries, this.#forgiving] = before;
  }

  #merge({ list, names }: Extract<Statement, { kind: 'merge' }>): void {
    const offered = new Set(this.#inputs.flatMap(({ has }) => [...has]));
    // Metaflow wants all that is asked for, from somewhere.
    const lacks = (name: string): boolean => !offered.has(name) && !this.#isThere(name);
    if (list === 'include' && names.some(lacks)) throw new Raised(true);
    for (const name of offered) {
      const isListed = names.includes(name);
      const isWanted = list === 'all' || isListed === (list === 'include');
      if (isWanted && !this.#isThere(name)) this.#stored.add(name);
    }
  }

  #take(statement: Extract<Statement, { kind: 'take' }>): void {
    const source = stepTakenFrom(statement, this.#step);
    const found = this.#inputs.filter(({ step }) => source === undefined || step === source);
    const one = found[this.#world.random(Math.max(found.length, 1))];
    this.#read(statement, one?.has.has(statement.name) === true);
    this.own.add(statement.name);
  }
}
