/** Flows for the scheduler's tests: written by hand from a few steps, or random and always valid. */
import fc from 'fast-check';
import type {
  DecoratorDescription,
  FlowDescription,
  NodeType,
  StepDescription,
} from '../../../runner/flow/description';

export interface StepOptions {
  readonly type?: NodeType;
  readonly join?: boolean;
  readonly retry?: { readonly times: number; readonly minutes: number };
  readonly caught?: boolean;
}

export function stepNamed(
  name: string,
  next: readonly string[],
  options: StepOptions = {},
): StepDescription {
  const decorators: DecoratorDescription[] = [];
  if (options.retry) {
    const { times, minutes } = options.retry;
    decorators.push({ name: 'retry', attributes: { times, minutes_between_retries: minutes } });
  }
  if (options.caught) {
    decorators.push({ name: 'catch', attributes: { var: 'problem', print_exception: true } });
  }
  const type = options.type ?? (next.length > 1 ? 'split-static' : 'linear');
  return {
    name,
    type,
    line: 1,
    sourceFile: '/flow.py',
    doc: '',
    decorators,
    next,
    takesInputs: options.join ?? false,
    ...(type === 'split-foreach' ? { foreachArtifact: 'items' } : {}),
  };
}

export function flowOf(steps: readonly StepDescription[]): FlowDescription {
  return {
    version: 1,
    name: 'TestFlow',
    file: '/flow.py',
    doc: '',
    startStep: 'start',
    endStep: 'end',
    parameters: [],
    decorators: [],
    steps,
  };
}

/** A piece of a flow with one way in and one way out. */
type Block =
  | { readonly kind: 'step'; readonly options: StepOptions }
  /** A step that leads back to itself. */
  | { readonly kind: 'loop'; readonly options: StepOptions }
  | { readonly kind: 'sequence'; readonly blocks: readonly Block[] }
  | { readonly kind: 'branches'; readonly blocks: readonly Block[] }
  /** Only one of the blocks is gone through. */
  | { readonly kind: 'choice'; readonly blocks: readonly Block[] }
  | { readonly kind: 'foreach'; readonly size: number; readonly body: Block }
  | { readonly kind: 'gang'; readonly size: number; readonly options: StepOptions };

const retry = fc.option(
  fc.record({ times: fc.integer({ min: 0, max: 3 }), minutes: fc.constantFrom(0, 1) }),
  { nil: undefined },
);
const options: fc.Arbitrary<StepOptions> = fc
  .record({ retry, caught: fc.boolean() })
  .map(({ retry: times, caught }) => ({ caught, ...(times ? { retry: times } : {}) }));

const { block } = fc.letrec<{ block: Block }>((tie) => {
  const some = (minLength: number): fc.Arbitrary<Block[]> =>
    fc.array(tie('block'), { minLength, maxLength: 3 });
  return {
    block: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      options.map((each): Block => ({ kind: 'step', options: each })),
      options.map((each): Block => ({ kind: 'loop', options: each })),
      fc
        .record({ size: fc.integer({ min: 1, max: 3 }), options })
        .map((each): Block => ({ kind: 'gang', ...each })),
      some(1).map((blocks): Block => ({ kind: 'sequence', blocks })),
      some(2).map((blocks): Block => ({ kind: 'branches', blocks })),
      some(2).map((blocks): Block => ({ kind: 'choice', blocks })),
      fc
        .record({ size: fc.integer({ min: 1, max: 4 }), body: tie('block') })
        .map(({ size, body }): Block => ({ kind: 'foreach', size, body })),
    ),
  };
});

/** How a flow behaves that the graph leaves open. */
export interface Behaviour {
  /** Items of each step that splits by foreach. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Tasks of the gang that a step splits into. */
  readonly gangs: ReadonlyMap<string, number>;
  /** Which of its targets a task of a choice or a loop goes to. */
  readonly ways: ReadonlyMap<string, (position: Position) => string>;
}

export interface Position {
  readonly indices: readonly number[];
  readonly iteration?: number;
}

export interface RandomFlow extends Behaviour {
  readonly flow: FlowDescription;
  /** Every task that the whole run has, with its inputs in order: found by going through the blocks, not by scheduling. */
  readonly expected: ReadonlyMap<string, readonly string[]>;
}

/** A random valid flow: branches, choices, loops, gangs and foreaches nested in each other, each with its join. */
export const randomFlow: fc.Arbitrary<RandomFlow> = fc
  .record({ root: block, seed: fc.nat(1_000) })
  .map(({ root, seed }) => build(root, seed));

/** Goes through a piece: the inputs of its first task and its indices in, the key of its last task out. */
type Walk = (inputs: readonly string[], indices: readonly number[]) => string;

interface Piece {
  readonly first: string;
  readonly walk: Walk;
}

function build(root: Block, seed: number): RandomFlow {
  const steps: StepDescription[] = [];
  const sizes = new Map<string, number>();
  const gangs = new Map<string, number>();
  const ways = new Map<string, (position: Position) => string>();
  const expected = new Map<string, readonly string[]>();
  let count = 0;
  const fresh = (prefix: string): string => `${prefix}${String(++count)}`;
  const task =
    (name: string): Walk =>
    (inputs, indices) => {
      const key = keyOf(name, indices);
      expected.set(key, inputs);
      return key;
    };
  const chosen = (name: string, indices: readonly number[], among: number): number =>
    hash(`${String(seed)} ${keyOf(name, indices)}`) % among;

  /** Adds the steps of a block that goes on to `after`. */
  const add = (piece: Block, after: string): Piece => {
    switch (piece.kind) {
      case 'step': {
        const name = fresh('step');
        steps.push(stepNamed(name, [after], piece.options));
        return { first: name, walk: task(name) };
      }
      case 'loop': {
        const name = fresh('loop');
        const rounds = (indices: readonly number[]): number => 1 + chosen(name, indices, 3);
        steps.push(stepNamed(name, [name, after], { ...piece.options, type: 'split-switch' }));
        ways.set(name, ({ indices, iteration = 0 }) =>
          iteration + 1 < rounds(indices) ? name : after,
        );
        const walk: Walk = (inputs, indices) => {
          let last = inputs;
          for (let round = 0; round < rounds(indices); round++) {
            const key = `${keyOf(name, indices)}[${String(round)}]`;
            expected.set(key, last);
            last = [key];
          }
          return last[0] ?? '';
        };
        return { first: name, walk };
      }
      case 'sequence':
        return piece.blocks.reduceRight<Piece>(
          (next, part) => {
            const here = add(part, next.first);
            return {
              first: here.first,
              walk: (inputs, indices) => next.walk([here.walk(inputs, indices)], indices),
            };
          },
          { first: after, walk: ([last = '']) => last },
        );
      case 'branches': {
        const [split, join] = [fresh('split'), fresh('join')];
        const parts = piece.blocks.map((part) => add(part, join));
        steps.push(
          stepNamed(
            split,
            parts.map(({ first }) => first),
          ),
          stepNamed(join, [after], { join: true }),
        );
        const walk: Walk = (inputs, indices) => {
          const from = task(split)(inputs, indices);
          return task(join)(
            parts.map((part) => part.walk([from], indices)),
            indices,
          );
        };
        return { first: split, walk };
      }
      case 'choice': {
        const [choice, meet] = [fresh('choice'), fresh('meet')];
        const parts = piece.blocks.map((part) => add(part, meet));
        const heads = parts.map(({ first }) => first);
        steps.push(stepNamed(choice, heads, { type: 'split-switch' }), stepNamed(meet, [after]));
        const way = (indices: readonly number[]): number => chosen(choice, indices, parts.length);
        ways.set(choice, ({ indices }) => heads[way(indices)] ?? '');
        const walk: Walk = (inputs, indices) => {
          const from = task(choice)(inputs, indices);
          const last = parts[way(indices)]?.walk([from], indices) ?? '';
          return task(meet)([last], indices);
        };
        return { first: choice, walk };
      }
      case 'foreach':
      case 'gang': {
        const [split, join] = [fresh(piece.kind), fresh('join')];
        const { size } = piece;
        const body = add(
          piece.kind === 'gang' ? { kind: 'step', options: piece.options } : piece.body,
          join,
        );
        const type = piece.kind === 'gang' ? 'split-parallel' : 'split-foreach';
        steps.push(
          stepNamed(split, [body.first], { type }),
          stepNamed(join, [after], { join: true }),
        );
        (piece.kind === 'gang' ? gangs : sizes).set(split, size);
        const walk: Walk = (inputs, indices) => {
          const from = task(split)(inputs, indices);
          const last = Array.from({ length: size }, (_, at) => body.walk([from], [...indices, at]));
          return task(join)(last, indices);
        };
        return { first: split, walk };
      }
    }
  };

  const { first, walk } = add(root, 'end');
  steps.push(stepNamed('start', [first], { type: 'start' }), stepNamed('end', [], { type: 'end' }));
  task('end')([walk([task('start')(['_parameters[]'], [])], [])], []);
  return { flow: flowOf(steps), sizes, gangs, ways, expected };
}

function keyOf(step: string, indices: readonly number[]): string {
  return `${step}[${indices.join(',')}]`;
}

function hash(text: string): number {
  let value = 17;
  for (const letter of text) value = (value * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}
