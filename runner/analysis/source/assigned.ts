/** The right side of an assignment → what kind of value it is. */
import type { Node } from 'web-tree-sitter';
import { isExpression } from '../../flow/description';
import type { AssignedValue } from '../assigned';
import { dottedName, isFloat, namedChildren, valueOf } from './values';

export const OTHER: AssignedValue = { kind: 'other' };

const FORMS: { readonly [type: string]: AssignedValue } = {
  dictionary_comprehension: { kind: 'dict', named: false },
  list: { kind: 'list' },
  list_comprehension: { kind: 'list' },
  tuple: { kind: 'tuple' },
  set: { kind: 'set' },
  set_comprehension: { kind: 'set' },
  generator_expression: { kind: 'generator' },
  lambda: { kind: 'lambda' },
};

/** @param self what the method calls its flow */
export function assignedValue(node: Node, self: string): AssignedValue {
  if (node.type === 'parenthesized_expression') {
    const [inner] = namedChildren(node);
    return inner ? assignedValue(inner, self) : OTHER;
  }
  if (node.type === 'dictionary') return { kind: 'dict', named: hasTextKeys(node) };
  const form = FORMS[node.type];
  if (form) return form;
  if (node.type === 'call') return calledValue(node);
  if (node.type === 'attribute') {
    const [object, name, ...more] = dottedName(node)?.split('.') ?? [];
    return object === self && name !== undefined && more.length === 0
      ? { kind: 'artifact', name }
      : OTHER;
  }
  const value = valueOf(node);
  if (isExpression(value) || (typeof value === 'object' && value !== null)) return OTHER;
  return { kind: 'literal', value, float: isFloat(node) };
}

/** Built-in functions, unless the name is someone's own: that is seldom, and never in a class body. */
const BUILT_IN: { readonly [name: string]: AssignedValue } = {
  set: { kind: 'set' },
  frozenset: { kind: 'set' },
  map: { kind: 'generator', callee: 'map' },
  filter: { kind: 'generator', callee: 'filter' },
  enumerate: { kind: 'generator', callee: 'enumerate' },
  reversed: { kind: 'generator', callee: 'reversed' },
  zip: { kind: 'generator', callee: 'zip' },
};

function calledValue(node: Node): AssignedValue {
  const callee = dottedName(node.childForFieldName('function'));
  if (callee === undefined) return OTHER;
  return Object.hasOwn(BUILT_IN, callee) ? (BUILT_IN[callee] ?? OTHER) : { kind: 'call', callee };
}

function hasTextKeys(dictionary: Node): boolean {
  const pairs = namedChildren(dictionary);
  return (
    pairs.length > 0 && pairs.every((pair) => pair.childForFieldName('key')?.type === 'string')
  );
}
