/** Steps → their descriptions: what kind each one is can be told only from all together. */
import type { DecoratorDescription, NodeType, StepDescription } from '../../flow/description';
import type { FunctionModel, NextForm } from '../model';

/** A step of a flow with the module that it comes from. */
export interface PlacedStep {
  readonly model: FunctionModel;
  /** Absolute path. */
  readonly file: string;
  /** `@step(start=True)`, `@step(end=True)`. */
  readonly isStart: boolean;
  readonly isEnd: boolean;
  readonly decorators: readonly DecoratorDescription[];
  /** One of them may change what the step is decorated with. */
  readonly dynamic: boolean;
  /** One of them runs code of its own around the step, which may set artifacts. */
  readonly opaque: boolean;
}

export interface DescribedSteps {
  readonly startStep: string;
  readonly endStep: string;
  readonly steps: readonly StepDescription[];
}

/** @param steps in order of definition, inherited ones first */
export function describeSteps(steps: readonly PlacedStep[]): DescribedSteps {
  const startStep = namedOrMarked(steps, (step) => step.isStart, 'start');
  const endStep = namedOrMarked(steps, (step) => step.isEnd, 'end');
  return {
    startStep,
    endStep,
    steps: steps.map((step) => describeStep(step, startStep, endStep)),
  };
}

/** A flow of one step begins and ends there; otherwise the marked step, or the one with the usual name. */
function namedOrMarked(
  steps: readonly PlacedStep[],
  isMarked: (step: PlacedStep) => boolean,
  usual: string,
): string {
  const [only] = steps;
  if (only && steps.length === 1) return only.model.name;
  return steps.find(isMarked)?.model.name ?? usual;
}

function describeStep(step: PlacedStep, startStep: string, endStep: string): StepDescription {
  const { model } = step;
  const form = model.next?.form;
  return {
    name: model.name,
    type: typeOf(model, startStep, endStep),
    line: model.nameRange.start.line + 1,
    sourceFile: step.file,
    doc: model.doc,
    decorators: step.decorators,
    next: model.next?.targets.map((target) => target.name) ?? [],
    takesInputs: model.parameters.length > 1,
    ...(form ? splitDetails(form) : {}),
  };
}

function typeOf(model: FunctionModel, startStep: string, endStep: string): NodeType {
  if (model.name === endStep) return 'end';
  const split = model.next && SPLITS[model.next.form.kind];
  if (split) return split;
  if (model.parameters.length > 1 && (model.next ?? model.name !== startStep)) return 'join';
  return model.name === startStep ? 'start' : 'linear';
}

const SPLITS: { readonly [kind in NextForm['kind']]: NodeType | undefined } = {
  linear: undefined,
  branch: 'split-static',
  foreach: 'split-foreach',
  parallel: 'split-parallel',
  switch: 'split-switch',
};

function splitDetails(
  form: NextForm,
): Pick<StepDescription, 'foreachArtifact' | 'numParallel' | 'condition' | 'switchCases'> {
  switch (form.kind) {
    case 'foreach':
      return form.artifact === undefined ? {} : { foreachArtifact: form.artifact };
    case 'parallel':
      return form.size === undefined ? {} : { numParallel: form.size };
    case 'switch':
      return { condition: form.condition, switchCases: form.cases };
    default:
      return {};
  }
}
