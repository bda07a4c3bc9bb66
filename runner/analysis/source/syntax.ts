/** Small questions about the nodes of tree-sitter-python. */
import type { Node } from 'web-tree-sitter';
import type { Json } from '../../flow/description';
import type { ArgumentPlace, CallModel } from '../model';
import { rangeOf } from '../positions';
import { textRange } from './places';
import { stringValue } from './strings';
import { dottedName, isFloat, namedChildren, valueOf } from './values';

/** Statements that belong to the same scope: those of `if`, `try`, `with` and the like are taken along. */
export function* statementsOf(body: Node): Generator<Node> {
  for (const child of namedChildren(body)) {
    if (COMPOUND.has(child.type)) yield* statementsOf(child);
    else yield child;
  }
}

const COMPOUND = new Set([
  'if_statement',
  'elif_clause',
  'else_clause',
  'try_statement',
  'except_clause',
  'except_group_clause',
  'finally_clause',
  'with_statement',
  'for_statement',
  'while_statement',
  'block',
  // What could not be parsed may still hold whole classes.
  'ERROR',
]);

/** The string that a function's, class's or module's body begins with. */
export function docstringOf(body: Node | null): string | undefined {
  const first = body && namedChildren(body)[0];
  if (first?.type !== 'expression_statement') return undefined;
  const [value, ...more] = namedChildren(first);
  if (!value || more.length > 0) return undefined;
  return value.type === 'string' || value.type === 'concatenated_string'
    ? docText(value)
    : undefined;
}

function docText(node: Node): string | undefined {
  if (node.type === 'string') return stringValue(node);
  const parts = namedChildren(node).map(stringValue);
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** A decorator's or an assignment's expression as a call: `name` counts as a call without arguments. */
export function callOf(node: Node): CallModel | undefined {
  const isCall = node.type === 'call';
  const callee = dottedName(isCall ? node.childForFieldName('function') : node);
  if (callee === undefined) return undefined;
  const list = isCall ? node.childForFieldName('arguments') : null;
  const positional: Json[] = [];
  const keywords: { [name: string]: Json } = {};
  const floats = new Set<string>();
  const places = new Map<string, ArgumentPlace>();
  const take = (name: string, value: Node, keyword?: Node | null): Json => {
    if (isFloat(value)) floats.add(name);
    places.set(name, placeOf(value, keyword));
    return valueOf(value);
  };
  for (const argument of list ? namedChildren(list) : []) {
    if (argument.type === 'keyword_argument') {
      const name = argument.childForFieldName('name');
      const value = argument.childForFieldName('value');
      if (name && value) keywords[name.text] = take(name.text, value, name);
    } else if (argument.type !== 'dictionary_splat' && argument.type !== 'ERROR') {
      positional.push(take(String(positional.length), argument));
    }
  }
  const splat = list?.namedChildren.some((each) => each.type === 'dictionary_splat') ?? false;
  const calleeRange = rangeOf((isCall ? node.childForFieldName('function') : null) ?? node);
  const shape = { callee, range: rangeOf(node), calleeRange, called: isCall };
  return { ...shape, positional, keywords, floats, splat, places };
}

function placeOf(value: Node, keyword?: Node | null): ArgumentPlace {
  const text = textRange(value);
  return {
    ...(keyword ? { nameRange: rangeOf(keyword) } : {}),
    valueRange: rangeOf(value),
    ...(text ? { textRange: text } : {}),
  };
}

/** `@a @b class C` → the class and its decorators, top to bottom. */
export function undecorated(node: Node): { definition: Node | null; decorators: CallModel[] } {
  if (node.type !== 'decorated_definition') return { definition: node, decorators: [] };
  const decorators: CallModel[] = [];
  for (const child of node.namedChildren) {
    const expression = child.type === 'decorator' ? namedChildren(child)[0] : undefined;
    const call = expression && callOf(expression);
    if (call) decorators.push(call);
  }
  return { definition: node.childForFieldName('definition'), decorators };
}
