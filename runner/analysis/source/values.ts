/** Literal Python values as JSON; everything else stays source text in an `Expression`. */
import type { Node } from 'web-tree-sitter';
import type { Json } from '../../flow/description';
import { stringValue } from './strings';

/** The value of an expression, exact for literals. */
export function valueOf(node: Node): Json {
  const value = literal(node);
  return value === undefined ? { $expression: node.text } : value;
}

/** JSON has one kind of number, Python two: `1.0` is a float. */
export function isFloat(node: Node): boolean {
  const inner = node.type === 'unary_operator' ? node.childForFieldName('argument') : node;
  return inner?.type === 'float';
}

/** The text of a string literal, of several side by side, in parentheses or not; `undefined` for anything else. */
export function stringOf(node: Node): string | undefined {
  const value = literal(node);
  return typeof value === 'string' ? value : undefined;
}

/** `a`, `a.b.c`; `undefined` for anything else. */
export function dottedName(node: Node | null): string | undefined {
  if (node?.type === 'identifier' || node?.type === 'dotted_name') return node.text;
  if (node?.type !== 'attribute') return undefined;
  const object = dottedName(node.childForFieldName('object'));
  const name = node.childForFieldName('attribute')?.text;
  return object !== undefined && name ? `${object}.${name}` : undefined;
}

/** What is read without knowing any name; `null` is Python's None, `undefined` is "not a literal". */
function literal(node: Node): Json | undefined {
  const read = LITERALS[node.type];
  return node.hasError ? undefined : read?.(node);
}

const LITERALS: { readonly [type: string]: (node: Node) => Json | undefined } = {
  none: () => null,
  true: () => true,
  false: () => false,
  integer: (node) => integerValue(node.text),
  float: (node) => floatValue(node.text),
  string: stringValue,
  concatenated_string: (node) => joined(namedChildren(node).map(stringValue)),
  parenthesized_expression: (node) => {
    const [only] = namedChildren(node);
    return only && literal(only);
  },
  unary_operator: negated,
  list: listValue,
  // Python's JSON has no tuples either.
  tuple: listValue,
  dictionary: dictionaryValue,
};

/** Children without what may stand anywhere: comments, and backslashes at the ends of lines. */
export function namedChildren(node: Node): Node[] {
  return node.namedChildren.filter((child) => !ANYWHERE.has(child.type));
}

const ANYWHERE = new Set(['comment', 'line_continuation']);

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined) ? undefined : parts.join('');
}

function integerValue(text: string): number | undefined {
  const digits = text.replaceAll('_', '').toLowerCase();
  const value = Number(/^0\d/.test(digits) ? Number.NaN : digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

function floatValue(text: string): number | undefined {
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

function negated(node: Node): Json | undefined {
  const argument = node.childForFieldName('argument');
  const value = argument ? literal(argument) : undefined;
  const operator = node.childForFieldName('operator')?.text;
  if (typeof value !== 'number') return undefined;
  if (operator === '-') return -value;
  return operator === '+' ? value : undefined;
}

function listValue(node: Node): Json | undefined {
  const items: Json[] = [];
  for (const child of namedChildren(node)) {
    const item = literal(child);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function dictionaryValue(node: Node): Json | undefined {
  const entries: [string, Json][] = [];
  for (const pair of namedChildren(node)) {
    const [key, value] = [pair.childForFieldName('key'), pair.childForFieldName('value')];
    const name = key ? literal(key) : undefined;
    const item = value ? literal(value) : undefined;
    if (typeof name !== 'string' || item === undefined) return undefined;
    entries.push([name, item]);
  }
  return Object.fromEntries(entries);
}
