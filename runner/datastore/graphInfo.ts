/** The description of a flow that official Metaflow stored with a run (`_graph_info`); less than the source tells, but enough to draw. */
import path from 'node:path';
import {
  NODE_TYPES,
  type DecoratorDescription,
  type FlowDescription,
  type Json,
  type NodeType,
  type ParameterDescription,
  type StepDescription,
} from '../flow/description';
import { entryOf, itemsOf, numberOfPy, repr, textOfStr, toJson, type PyValue } from './pickle';

/**
 * @param flow the flow's name, which `_graph_info` does not hold.
 * @returns undefined when the value is not of that form.
 */
export function descriptionFromGraphInfo(
  value: PyValue,
  flow: string,
): FlowDescription | undefined {
  const stored = entryOf(value, 'steps');
  if (stored?.kind !== 'dict') return undefined;
  const shortFile = textOfStr(entryOf(value, 'file')) ?? '';
  const steps = stored.entries.flatMap(([, node]) => stepOf(node) ?? []);
  const file = steps.find((step) => path.basename(step.sourceFile) === shortFile)?.sourceFile;
  const mainFile = file ?? shortFile;
  return {
    version: 1,
    name: flow,
    file: mainFile,
    doc: textOfStr(entryOf(value, 'doc')) ?? '',
    startStep: textOfStr(entryOf(value, 'start_step')) ?? 'start',
    endStep: textOfStr(entryOf(value, 'end_step')) ?? 'end',
    parameters: listOf(value, 'parameters').map(parameterOf),
    decorators: listOf(value, 'decorators').map(decoratorOf),
    steps: steps.toSorted((a, b) => inSourceOrder(a, b, mainFile)),
  };
}

function stepOf(node: PyValue): StepDescription | undefined {
  const [name, type] = [textOfStr(entryOf(node, 'name')), textOfStr(entryOf(node, 'type'))];
  if (name === undefined || !isNodeType(type)) return undefined;
  return {
    name,
    type,
    line: numberOfPy(entryOf(node, 'line')) ?? 1,
    sourceFile: textOfStr(entryOf(node, 'source_file')) ?? '',
    doc: textOfStr(entryOf(node, 'doc')) ?? '',
    decorators: listOf(node, 'decorators').map(decoratorOf),
    next: listOf(node, 'next').flatMap((next) => textOfStr(next) ?? []),
    takesInputs: type === 'join',
    ...splitOf(node),
  };
}

function splitOf(
  node: PyValue,
): Pick<StepDescription, 'foreachArtifact' | 'numParallel' | 'condition' | 'switchCases'> {
  const foreachArtifact = textOfStr(entryOf(node, 'foreach_artifact'));
  const numParallel = numberOfPy(entryOf(node, 'num_parallel'));
  const condition = textOfStr(entryOf(node, 'condition'));
  const cases = entryOf(node, 'switch_cases');
  const switchCases = cases?.kind === 'dict' ? cases.entries : undefined;
  return {
    ...(foreachArtifact !== undefined && { foreachArtifact }),
    ...(numParallel !== undefined && { numParallel }),
    ...(condition !== undefined && { condition }),
    ...(switchCases && {
      switchCases: Object.fromEntries(
        switchCases.map(([key, step]) => [textOfStr(key) ?? repr(key), textOfStr(step) ?? '']),
      ),
    }),
  };
}

const KINDS: { readonly [type: string]: ParameterDescription['kind'] } = {
  Config: 'config',
  IncludeFile: 'include-file',
};

function parameterOf(value: PyValue): ParameterDescription {
  const name = textOfStr(entryOf(value, 'name')) ?? '';
  const kind = KINDS[textOfStr(entryOf(value, 'type')) ?? ''] ?? 'parameter';
  return { name, attribute: name, kind, type: 'unknown', required: false };
}

function decoratorOf(value: PyValue): DecoratorDescription {
  const attributes = entryOf(value, 'attributes');
  const entries = attributes?.kind === 'dict' ? attributes.entries : [];
  return {
    name: textOfStr(entryOf(value, 'name')) ?? '',
    attributes: Object.fromEntries(
      entries.map(([key, attribute]) => [textOfStr(key) ?? repr(key), plainJson(attribute)]),
    ),
  };
}

/** Decorator attributes are flat; a damaged record may not be. */
const MAX_DEPTH = 20;

/** Sequences as lists; what JSON has no form for as the text of an expression. */
function plainJson(value: PyValue, depth = 0): Json {
  const inner = (item: PyValue): Json => plainJson(item, depth + 1);
  if (depth > MAX_DEPTH) return { $expression: '…' };
  switch (value.kind) {
    case 'tuple':
    case 'list':
      return value.items.map(inner);
    case 'dict':
      return Object.fromEntries(
        value.entries.map(([key, item]) => [textOfStr(key) ?? repr(key), inner(item)]),
      );
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
      return toJson(value);
    default:
      return { $expression: repr(value, 200) };
  }
}

function listOf(value: PyValue, key: string): readonly PyValue[] {
  return itemsOf(entryOf(value, key)) ?? [];
}

function isNodeType(type: string | undefined): type is NodeType {
  return NODE_TYPES.some((known) => known === type);
}

/** Inherited steps first, as a description has them. */
function inSourceOrder(a: StepDescription, b: StepDescription, mainFile: string): number {
  if (a.sourceFile !== b.sourceFile)
    return Number(a.sourceFile === mainFile) - Number(b.sourceFile === mainFile);
  return a.line - b.line;
}
