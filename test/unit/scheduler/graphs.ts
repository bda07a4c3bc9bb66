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
  | { readonly kind: 'sequence'; readonly blocks: readonly Block[] }
  | { readonly kind: 'branches'; readonly blocks: readonly Block[] }
  | { readonly kind: 'foreach'; readonly size: number; readonly body: Block };

const retry = fc.option(
  fc.record({ times: fc.integer({ min: 0, max: 3 }), minutes: fc.constantFrom(0, 1) }),
  { nil: undefined },
);
const plainStep: fc.Arbitrary<Block> = fc
  .record({ retry, caught: fc.boolean() })
  .map(({ retry: times, caught }) => ({
    kind: 'step',
    options: { caught, ...(times ? { retry: times } : {}) },
  }));

const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    plainStep,
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map((blocks): Block => ({ kind: 'sequence', blocks })),
    fc
      .array(tie('block'), { minLength: 2, maxLength: 3 })
      .map((blocks): Block => ({ kind: 'branches', blocks })),
    fc
      .record({ size: fc.integer({ min: 1, max: 4 }), body: tie('block') })
      .map(({ size, body }): Block => ({ kind: 'foreach', size, body })),
  ),
}));

export interface RandomFlow {
  readonly flow: FlowDescription;
  /** Items of each step that splits by foreach. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Tasks that the whole run has. */
  readonly tasks: number;
}

/** A random valid flow: branches and foreaches nested in each other, each with its join. */
export const randomFlow: fc.Arbitrary<RandomFlow> = block.map(build);

function build(root: Block): RandomFlow {
  const steps: StepDescription[] = [];
  const sizes = new Map<string, number>();
  let count = 0;
  let tasks = 2;
  const fresh = (prefix: string): string => `${prefix}${String(++count)}`;

  /** Adds the steps of a block that goes on to `after`; gives the name of its first step. */
  const add = (piece: Block, after: string, copies: number): string => {
    switch (piece.kind) {
      case 'step': {
        const name = fresh('step');
        steps.push(stepNamed(name, [after], piece.options));
        tasks += copies;
        return name;
      }
      case 'sequence':
        return piece.blocks.reduceRight((next, part) => add(part, next, copies), after);
      case 'branches': {
        const [split, join] = [fresh('split'), fresh('join')];
        tasks += 2 * copies;
        const heads = piece.blocks.map((part) => add(part, join, copies));
        steps.push(stepNamed(split, heads), stepNamed(join, [after], { join: true }));
        return split;
      }
      case 'foreach': {
        const [split, join] = [fresh('foreach'), fresh('join')];
        tasks += 2 * copies;
        const head = add(piece.body, join, copies * piece.size);
        steps.push(
          stepNamed(split, [head], { type: 'split-foreach' }),
          stepNamed(join, [after], { join: true }),
        );
        sizes.set(split, piece.size);
        return split;
      }
    }
  };

  const first = add(root, 'end', 1);
  steps.push(stepNamed('start', [first], { type: 'start' }), stepNamed('end', [], { type: 'end' }));
  return { flow: flowOf(steps), sizes, tasks };
}
