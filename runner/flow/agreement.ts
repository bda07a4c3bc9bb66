/** Where two descriptions of one flow differ: the static analysis and the running Python must tell the same. */
import { KNOWN_DECORATORS } from './decorators';
import {
  isExpression,
  type FlowDescription,
  type Json,
  type ParameterDescription,
  type StepDescription,
} from './description';

/** One line a difference: `steps.train.next: ["a"] ≠ ["b"]`. Expressions and the type `unknown` match anything. */
export function differences(analysed: FlowDescription, runtime: FlowDescription): string[] {
  return compare(toComparable(analysed), toComparable(runtime), '');
}

/** Lists with names become objects, so that a path names the step; their order is compared by itself. */
function toComparable(description: FlowDescription): Json {
  return {
    ...description,
    doc: sameLayout(description.doc),
    stepOrder: description.steps.map((step) => step.name),
    steps: Object.fromEntries(description.steps.map((step) => [step.name, comparableStep(step)])),
    parameterOrder: description.parameters.map((parameter) => parameter.attribute),
    parameters: Object.fromEntries(
      description.parameters.map((each) => [each.attribute, comparableParameter(each)]),
    ),
    decorators: decorators(description),
  };
}

function comparableStep(step: StepDescription): Json {
  return { ...step, doc: sameLayout(step.doc), decorators: decorators(step) };
}

function comparableParameter(parameter: ParameterDescription): Json {
  return { ...parameter };
}

/** Metaflow's. Those of one's own are names for a reader, and mutators may put in others when the file runs. */
function decorators(owner: Pick<StepDescription, 'decorators'>): Json {
  return owner.decorators
    .filter(({ name }) => Object.hasOwn(KNOWN_DECORATORS, name))
    .map(({ name, attributes }) => ({ name, attributes }));
}

/** Python 3.13 strips the indentation of docstrings by itself, earlier ones do not. */
function sameLayout(doc: string): string {
  return doc
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function compare(a: Json | undefined, b: Json | undefined, path: string): string[] {
  if (isExpression(a) || isExpression(b)) return [];
  if (path.endsWith('.type') && (a === 'unknown' || b === 'unknown')) return [];
  if (isList(a) && isList(b) && a.length === b.length) {
    return a.flatMap((item, index) => compare(item, b[index], `${path}[${index}]`));
  }
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => compare(a[key], b[key], path === '' ? key : `${path}.${key}`));
  }
  const [left, right] = [shown(a), shown(b)];
  return left === right ? [] : [`${path}: ${left} ≠ ${right}`];
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
