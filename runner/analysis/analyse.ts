/** The door of the static analysis: the flows of a module, described and with their places in the text. */
import { KNOWN_DECORATORS } from '../flow/decorators';
import type { DecoratorDescription, FlowDescription, StepDescription } from '../flow/description';
import type { Finding } from '../flow/findings';
import type { UnknownParts } from '../flow/rules';
import { flowBases, type FlowBases, type PlacedClass } from './meaning/inheritance';
import type { FunctionModel, MemberModel, ModuleModel } from './model';
import { metaflowName, type ResolveModule } from './meaning/names';
import { describeDecorators } from './meaning/ownDecorators';
import { describeParameter, type PlacedParameter } from './meaning/parameters';
import type { Range } from './positions';
import { describeSteps, type PlacedStep } from './meaning/steps';

export interface StepPlace {
  /** Absolute path of the module that defines the step. */
  readonly file: string;
  readonly nameRange: Range;
  /** With its decorators. */
  readonly range: Range;
  readonly nextRange?: Range;
  /** Something inside cannot be parsed (yet): what is missing may just not be written. */
  readonly broken: boolean;
  /** The names in `self.next`, in order. */
  readonly targets: readonly { readonly name: string; readonly range: Range }[];
  readonly model: FunctionModel;
  /** A decorator whose code the analysis does not follow runs around it: it may set artifacts. */
  readonly opaque: boolean;
}

export interface AnalysedFlow {
  readonly description: FlowDescription;
  /** Of the class name. */
  readonly nameRange: Range;
  /** Of the whole class with its decorators. */
  readonly range: Range;
  readonly steps: ReadonlyMap<string, StepPlace>;
  /** By attribute; those of base classes in other files are left out. */
  readonly parameters: ReadonlyMap<string, Range>;
  /** The module calls the class, usually under its `__main__` guard. */
  readonly instantiated: boolean;
  /** The class, then its bases whose source is known, in the order in which Python looks through them. */
  readonly classes: readonly PlacedClass[];
  /** Its bases whose source is known, nearest first. */
  readonly bases: readonly { readonly file: string; readonly name: string }[];
  /** Class attributes that are values: Metaflow makes them read-only in steps. */
  readonly constants: ReadonlySet<string>;
  /** What is wrong with how steps are written, which the description cannot hold. */
  readonly findings: readonly Finding[];
  readonly unknown: UnknownParts;
  /** Follows an import of its modules. */
  readonly resolve: ResolveModule;
}

/** In order of the text. Pure: `resolve` gives other modules of the workspace, already read. */
export function analyseModule(module: ModuleModel, resolve: ResolveModule): AnalysedFlow[] {
  return [...module.classes.values()]
    .flatMap((model) => {
      const bases = flowBases({ module, model }, resolve);
      return bases ? [analyseFlow(bases, resolve)] : [];
    })
    .sort((a, b) => a.nameRange.start.line - b.nameRange.start.line);
}

function analyseFlow({ order, unknownBase }: FlowBases, resolve: ResolveModule): AnalysedFlow {
  const [own, ...bases] = order;
  if (!own) throw new Error('a linearization begins with its class');
  const steps = new Map<string, PlacedStep>();
  const parameters = new Map<string, PlacedParameter>();
  const constants = new Map<string, true>();
  // Base classes first; a redefinition keeps the first one's place, as a Python dict does.
  for (const place of [...order].reverse()) {
    for (const member of place.model.members) {
      keep(steps, member.name, asStep(member, place.module, resolve));
      keep(parameters, member.name, asParameter(member, place.module, resolve));
      keep(constants, member.name, isConstant(member) ? true : undefined);
    }
  }
  const described = describeSteps([...steps.values()]);
  const decorators = flowDecorators(order, resolve);
  const description: FlowDescription = {
    version: 1,
    name: own.model.name,
    file: own.module.file,
    doc: own.model.doc,
    startStep: described.startStep,
    endStep: described.endStep,
    parameters: [...parameters.values()].map((each) => each.description),
    decorators: decorators.decorators,
    steps: described.steps,
  };
  return {
    description,
    nameRange: own.model.nameRange,
    range: own.model.range,
    steps: placesOf(described.steps, steps, decorators.dynamic),
    parameters: new Map(
      [...parameters]
        .filter(([, parameter]) => parameter.file === own.module.file)
        .map(([attribute, parameter]) => [attribute, parameter.range]),
    ),
    instantiated: own.module.called.has(own.model.name),
    classes: order,
    bases: bases.map((base) => ({ file: base.module.file, name: base.model.name })),
    constants: new Set(constants.keys()),
    findings: markedTwice([...steps.values()]),
    unknown: {
      steps: unknownBase,
      decorators:
        unknownBase || decorators.dynamic || [...steps.values()].some((step) => step.dynamic),
    },
    resolve,
  };
}

/** A flow has what its bases are decorated with; what may stand only once is replaced. */
function flowDecorators(
  order: readonly PlacedClass[],
  resolve: ResolveModule,
): { decorators: readonly DecoratorDescription[]; dynamic: boolean } {
  let decorators: readonly DecoratorDescription[] = [];
  let dynamic = false;
  for (const { model, module } of [...order].reverse()) {
    const described = describeDecorators(model.decorators, module, resolve);
    dynamic ||= described.dynamic;
    for (const decorator of described.decorators) {
      const replaces = KNOWN_DECORATORS[decorator.name]?.multiple !== true;
      decorators = [
        ...decorators.filter((each) => !replaces || each.name !== decorator.name),
        decorator,
      ];
    }
  }
  return { decorators, dynamic };
}

/** What a later class defines under a name replaces what was there; something else of that name removes it. */
function keep<T>(found: Map<string, T>, name: string, value: T | undefined): void {
  if (value !== undefined) found.set(name, value);
  else found.delete(name);
}

/** Metaflow leaves private attributes alone. */
function isConstant(member: MemberModel): boolean {
  return member.kind === 'assignment' && member.literal && !member.name.startsWith('_');
}

function asStep(
  member: MemberModel,
  module: ModuleModel,
  resolve: ResolveModule,
): PlacedStep | undefined {
  if (member.kind !== 'function') return undefined;
  const mark = member.decorators.find(
    (call) => metaflowName(call.callee, module, resolve) === 'step',
  );
  if (!mark) return undefined;
  // What stands below @step is a function's own affair: Metaflow gets to see its result alone.
  const above = member.decorators.slice(0, member.decorators.indexOf(mark));
  const described = describeDecorators(above, module, resolve);
  const isForeign = described.decorators.some(({ name }) => !Object.hasOwn(KNOWN_DECORATORS, name));
  return {
    model: member,
    file: module.file,
    isStart: mark.keywords['start'] === true,
    isEnd: mark.keywords['end'] === true,
    ...described,
    opaque: described.dynamic || isForeign || member.decorators.at(-1) !== mark,
  };
}

function asParameter(
  member: MemberModel,
  module: ModuleModel,
  resolve: ResolveModule,
): PlacedParameter | undefined {
  if (member.kind !== 'assignment' || !member.call) return undefined;
  return describeParameter(member, member.call, module, resolve);
}

function placesOf(
  descriptions: readonly StepDescription[],
  steps: ReadonlyMap<string, PlacedStep>,
  allOpaque: boolean,
): Map<string, StepPlace> {
  const places = new Map<string, StepPlace>();
  for (const { name } of descriptions) {
    const step = steps.get(name);
    if (step) places.set(name, placeOf(step, allOpaque));
  }
  return places;
}

function placeOf({ model, file, opaque }: PlacedStep, allOpaque: boolean): StepPlace {
  const place = {
    file,
    nameRange: model.nameRange,
    range: model.range,
    broken: model.broken,
    targets: model.next?.targets ?? [],
    model,
    opaque: opaque || allOpaque,
  };
  return model.next ? { ...place, nextRange: model.next.range } : place;
}

/** Metaflow knows neither start nor end then. */
function markedTwice(steps: readonly PlacedStep[]): Finding[] {
  const check = (which: 'start' | 'end', marked: readonly PlacedStep[]): Finding[] =>
    marked.slice(1).map(({ model }) => ({
      code: 'ambiguous-start-or-end',
      severity: 'error',
      message: `${marked[0]?.model.name ?? ''} and ${model.name} are both marked as the ${which} step`,
      remedy: `Keep ${which}=True on one of them.`,
      step: model.name,
    }));
  return [
    ...check(
      'start',
      steps.filter((step) => step.isStart),
    ),
    ...check(
      'end',
      steps.filter((step) => step.isEnd),
    ),
  ];
}
