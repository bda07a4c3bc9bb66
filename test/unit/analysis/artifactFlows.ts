/** Random valid flows whose steps set, delete, read and merge a few artifacts: as a plan to be played, and as Python text. */
import fc from 'fast-check';

export type Statement =
  | { readonly kind: 'write' | 'delete' | 'read' | 'hasattr' | 'getattr'; readonly name: string }
  /** `self.name = self.of`. */
  | { readonly kind: 'copy'; readonly name: string; readonly of: string }
  | { readonly kind: 'if'; readonly body: Body; readonly otherwise: Body }
  | { readonly kind: 'for'; readonly body: Body }
  /** `forgiving`: its `except` takes the error of an artifact that is not there. */
  | {
      readonly kind: 'try';
      readonly body: Body;
      readonly handler: Body;
      readonly forgiving: boolean;
    }
  | {
      readonly kind: 'merge';
      readonly list: 'all' | 'include' | 'exclude';
      readonly names: readonly string[];
    }
  /** `self.name = inputs[0].name`, or of the step that the number chooses among those before the join. */
  | { readonly kind: 'take'; readonly name: string; readonly from: number | undefined };

export type Body = readonly Statement[];

export type Next =
  | { readonly kind: 'none' }
  | { readonly kind: 'all'; readonly steps: readonly string[] }
  | { readonly kind: 'foreach'; readonly artifact: string; readonly step: string }
  /** `chosen`: the cases that the text shows, all of them when any may come. */
  | {
      readonly kind: 'switch';
      readonly artifact: string;
      readonly cases: readonly string[];
      readonly chosen: readonly string[];
      readonly literal: boolean;
    };

export interface PlannedStep {
  readonly name: string;
  readonly body: Body;
  readonly next: Next;
  /** Of a join: the steps that lead to it. */
  readonly inputs?: readonly string[];
}

export interface PlannedFlow {
  readonly steps: ReadonlyMap<string, PlannedStep>;
  readonly text: string;
  /** Line → the statement there that reads an artifact. */
  readonly places: ReadonlyMap<number, Statement>;
}

type Block =
  | { readonly kind: 'step'; readonly body: Body }
  | { readonly kind: 'loop'; readonly body: Body }
  | {
      readonly kind: 'switch';
      readonly body: Body;
      readonly arms: readonly Blocks[];
      /** One case leads past all arms. */
      readonly past: boolean;
      /** How many of its cases the text shows; 0: any may come. */
      readonly shown: number;
    }
  | {
      readonly kind: 'branches';
      readonly body: Body;
      readonly arms: readonly Blocks[];
      readonly join: Body;
    }
  | {
      readonly kind: 'foreach';
      readonly body: Body;
      readonly inner: Blocks;
      readonly join: Body;
    };
type Blocks = readonly Block[];

const name = fc.constantFrom('a', 'b', 'c');

type SimpleKind = 'write' | 'delete' | 'read' | 'hasattr' | 'getattr';
const simple: fc.Arbitrary<Statement> = fc
  .record({
    kind: fc.constantFrom<SimpleKind>(
      ...([
        'write',
        'write',
        'write',
        'read',
        'read',
        'read',
        'delete',
        'hasattr',
        'getattr',
      ] as const),
    ),
    name,
  })
  .map((each): Statement => each);
const copy = fc.record({ name, of: name }).map((each): Statement => ({ kind: 'copy', ...each }));
const taking: fc.Arbitrary<Statement> = fc.oneof(
  fc
    .record({
      list: fc.constantFrom<'all' | 'include' | 'exclude'>('all', 'all', 'include', 'exclude'),
      names: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
    })
    .map((each): Statement => ({ kind: 'merge', ...each })),
  fc
    .record({ name, from: fc.option(fc.nat(5), { nil: undefined }) })
    .map((each): Statement => ({ kind: 'take', ...each })),
);

/** @param leaves what is no compound */
function bodyOf(leaves: readonly fc.Arbitrary<Statement>[]): fc.Arbitrary<Body> {
  const { body } = fc.letrec<{ statement: Statement; body: Body }>((tie) => {
    const block = fc.array(tie('statement'), { minLength: 1, maxLength: 3 });
    return {
      statement: fc.oneof(
        { maxDepth: 2, depthSize: 'small' },
        fc.oneof(...leaves),
        fc
          .record({ body: block, otherwise: fc.oneof(fc.constant([]), block) })
          .map((each): Statement => ({ kind: 'if', ...each })),
        block.map((each): Statement => ({ kind: 'for', body: each })),
        fc
          .record({
            body: block,
            handler: fc.oneof(fc.constant([]), block),
            forgiving: fc.boolean(),
          })
          .map((each): Statement => ({ kind: 'try', ...each })),
      ),
      body: fc.array(tie('statement'), { maxLength: 3 }),
    };
  });
  return body;
}

const body = bodyOf([simple, simple, simple, copy]);
const join = bodyOf([simple, taking, taking]);

const { blocks } = fc.letrec<{ block: Block; blocks: Blocks }>((tie) => {
  const arms = (minLength: number): fc.Arbitrary<Blocks[]> =>
    fc.array(tie('blocks'), { minLength, maxLength: 2 });
  return {
    block: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      { weight: 4, arbitrary: body.map((each): Block => ({ kind: 'step', body: each })) },
      body.map((each): Block => ({ kind: 'loop', body: each })),
      fc
        .record({ body, arms: arms(1), past: fc.boolean(), shown: fc.nat(2) })
        .map((each): Block => ({ kind: 'switch', ...each })),
      fc
        .record({ body, arms: arms(2), join })
        .map((each): Block => ({ kind: 'branches', ...each })),
      fc
        .record({ body, inner: tie('blocks'), join })
        .map((each): Block => ({ kind: 'foreach', ...each })),
    ),
    blocks: fc.array(tie('block'), { minLength: 1, maxLength: 2 }),
  };
});

/** Steps that write, delete and read, in a graph of branches, foreaches, switches and loops within each other. */
export const randomArtifacts: fc.Arbitrary<PlannedFlow> = fc
  .record({ start: body, blocks, end: body })
  .map(({ start, blocks: all, end }) => {
    const plan = new Plan();
    const { first } = plan.sequence(all, 'end');
    plan.add({ name: 'start', body: start, next: { kind: 'all', steps: [first] } });
    plan.add({ name: 'end', body: end, next: { kind: 'none' } });
    const flow = { steps: plan.steps, ...written(plan.steps) };
    // A counterexample is its text.
    return { ...flow, [fc.toStringMethod]: () => flow.text };
  });

/** Where a piece begins, and the steps that lead out of it. */
interface Piece {
  readonly first: string;
  readonly lasts: readonly string[];
}

class Plan {
  readonly steps = new Map<string, PlannedStep>();
  readonly #joins = new Set<string>();
  #count = 0;

  add(step: PlannedStep): void {
    this.steps.set(step.name, step);
  }

  sequence(all: Blocks, to: string): Piece {
    let first = to;
    let lasts: readonly string[] | undefined;
    for (const block of all.toReversed()) {
      const piece = this.#block(block, first);
      first = piece.first;
      lasts ??= piece.lasts;
    }
    return { first, lasts: lasts ?? [] };
  }

  #fresh(prefix: string): string {
    return `${prefix}${String(++this.#count)}`;
  }

  #freshJoin(prefix: string): string {
    const fresh = this.#fresh(prefix);
    this.#joins.add(fresh);
    return fresh;
  }

  #block(block: Block, to: string): Piece {
    switch (block.kind) {
      case 'step':
        return this.#step(block.body, to);
      case 'loop':
        return this.#loop(block.body, to);
      case 'switch':
        return this.#switch(block, to);
      case 'branches':
        return this.#branches(block, to);
      case 'foreach':
        return this.#foreach(block, to);
    }
  }

  #step(lines: Body, to: string): Piece {
    const first = this.#fresh('step');
    this.add({ name: first, body: lines, next: { kind: 'all', steps: [to] } });
    return { first, lasts: [first] };
  }

  /** Metaflow does not let a choice lead straight to a join. */
  #chosen(to: string): Piece {
    return this.#joins.has(to) ? this.#step([], to) : { first: to, lasts: [] };
  }

  #loop(lines: Body, to: string): Piece {
    const first = this.#fresh('loop');
    const after = this.#chosen(to);
    const cases = [first, after.first];
    const next = {
      kind: 'switch',
      artifact: `${first}_way`,
      cases,
      chosen: cases,
      literal: false,
    } as const;
    this.add({ name: first, body: lines, next });
    return { first, lasts: after.lasts };
  }

  #switch(
    { body: lines, arms, past, shown }: Extract<Block, { kind: 'switch' }>,
    to: string,
  ): Piece {
    const first = this.#fresh('choose');
    const pieces = arms.map((arm) => this.sequence(arm, to));
    if (past || arms.length < 2) pieces.push(this.#chosen(to));
    const cases = pieces.map((piece) => piece.first);
    const literal = shown > 0;
    const chosen = literal ? cases.slice(0, shown) : cases;
    const next = { kind: 'switch', artifact: `${first}_way`, cases, chosen, literal } as const;
    this.add({ name: first, body: lines, next });
    return { first, lasts: pieces.flatMap(({ lasts }) => lasts) };
  }

  #branches(
    { body: lines, arms, join: joining }: Extract<Block, { kind: 'branches' }>,
    to: string,
  ): Piece {
    const [first, last] = [this.#fresh('fork'), this.#freshJoin('join')];
    const pieces = arms.map((arm) => this.sequence(arm, last));
    const steps = pieces.map((piece) => piece.first);
    this.add({ name: first, body: lines, next: { kind: 'all', steps } });
    return this.#join(first, last, joining, pieces, to);
  }

  #foreach(
    { body: lines, inner, join: joining }: Extract<Block, { kind: 'foreach' }>,
    to: string,
  ): Piece {
    const [first, last] = [this.#fresh('each'), this.#freshJoin('gather')];
    const piece = this.sequence(inner, last);
    const next = { kind: 'foreach', artifact: `${first}_items`, step: piece.first } as const;
    this.add({ name: first, body: lines, next });
    return this.#join(first, last, joining, [piece], to);
  }

  #join(first: string, last: string, lines: Body, pieces: readonly Piece[], to: string): Piece {
    const inputs = pieces.flatMap(({ lasts }) => lasts);
    this.add({ name: last, body: lines, next: { kind: 'all', steps: [to] }, inputs });
    return { first, lasts: [last] };
  }
}

function written(steps: ReadonlyMap<string, PlannedStep>): Pick<PlannedFlow, 'text' | 'places'> {
  const text = new Text();
  text.line(0, 'from metaflow import FlowSpec, step');
  text.line(0, 'class F(FlowSpec):');
  for (const step of steps.values()) {
    text.line(1, '@step');
    text.line(1, `def ${step.name}(self${step.inputs ? ', inputs' : ''}):`);
    text.body(2, step.body, step);
    text.next(step.next);
  }
  return { text: text.text, places: text.places };
}

class Text {
  readonly places = new Map<number, Statement>();
  readonly #lines: string[] = [];

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  line(depth: number, line: string, reading?: Statement): void {
    if (reading) this.places.set(this.#lines.length, reading);
    this.#lines.push(' '.repeat(4 * depth) + line);
  }

  body(depth: number, statements: Body, step: PlannedStep): void {
    if (statements.length === 0) this.line(depth, 'pass');
    for (const statement of statements) this.#statement(depth, statement, step);
  }

  next(next: Next): void {
    switch (next.kind) {
      case 'none':
        return;
      case 'all':
        this.line(2, `self.next(${next.steps.map((each) => `self.${each}`).join(', ')})`);
        return;
      case 'foreach':
        this.line(2, `self.${next.artifact} = work()`);
        this.line(2, `self.next(self.${next.step}, foreach='${next.artifact}')`);
        return;
      case 'switch':
        this.#switch(next);
        return;
    }
  }

  #switch({ artifact, cases, chosen, literal }: Extract<Next, { kind: 'switch' }>): void {
    const [first, ...others] = chosen.map((each) => `self.${artifact} = '${each}'`);
    this.line(2, literal && first !== undefined ? first : `self.${artifact} = work()`);
    for (const other of literal ? others : []) {
      this.line(2, 'if work():');
      this.line(3, other);
    }
    const all = cases.map((each) => `'${each}': self.${each}`).join(', ');
    this.line(2, `self.next({${all}}, condition='${artifact}')`);
  }

  #statement(depth: number, statement: Statement, step: PlannedStep): void {
    switch (statement.kind) {
      case 'write':
        this.line(depth, `self.${statement.name} = work()`);
        return;
      case 'delete':
        this.line(depth, `del self.${statement.name}`);
        return;
      case 'read':
        this.line(depth, `work(self.${statement.name})`, statement);
        return;
      case 'copy':
        this.line(depth, `self.${statement.name} = self.${statement.of}`, statement);
        return;
      case 'getattr':
        this.line(depth, `work(getattr(self, '${statement.name}', None))`);
        return;
      case 'hasattr':
        this.line(depth, `if hasattr(self, '${statement.name}'):`);
        this.line(depth + 1, `work(self.${statement.name})`);
        return;
      case 'merge':
        this.line(depth, mergeCall(statement));
        return;
      case 'take':
        this.line(
          depth,
          `self.${statement.name} = ${sourceOf(statement, step)}.${statement.name}`,
          statement,
        );
        return;
      default:
        this.#compound(depth, statement, step);
        return;
    }
  }

  #compound(
    depth: number,
    statement: Extract<Statement, { kind: 'if' | 'for' | 'try' }>,
    step: PlannedStep,
  ): void {
    const heads = { if: 'if work():', for: 'for _ in work():', try: 'try:' };
    this.line(depth, heads[statement.kind]);
    this.body(depth + 1, statement.body, step);
    if (statement.kind === 'if' && statement.otherwise.length > 0) {
      this.line(depth, 'else:');
      this.body(depth + 1, statement.otherwise, step);
    }
    if (statement.kind === 'try') {
      this.line(depth, statement.forgiving ? 'except Exception:' : 'except ValueError:');
      this.body(depth + 1, statement.handler, step);
    }
  }
}

function mergeCall({ list, names }: Extract<Statement, { kind: 'merge' }>): string {
  const listed = names.map((each) => `'${each}'`).join(', ');
  return `self.merge_artifacts(inputs${list === 'all' ? '' : `, ${list}=[${listed}]`})`;
}

function sourceOf(taking: Extract<Statement, { kind: 'take' }>, step: PlannedStep): string {
  const source = stepTakenFrom(taking, step);
  return source === undefined ? 'inputs[0]' : `inputs.${source}`;
}

/** `undefined`: any of the inputs. */
export function stepTakenFrom(
  { from }: Extract<Statement, { kind: 'take' }>,
  { inputs = [] }: PlannedStep,
): string | undefined {
  return from === undefined ? undefined : inputs[from % inputs.length];
}
