/** What a step assigns to `self`: as far as the text tells it, and how sure that is. */
import type { Node } from 'web-tree-sitter';
import type { Json } from '../../flow/description';
import { isExpression } from '../../flow/description';
import { rangeOf, type Range } from '../positions';
import { dottedName, isFloat, namedChildren, valueOf } from './values';

/** `self.name = value`. */
export interface SelfAssignment {
  readonly name: string;
  /** Of `self.name`. */
  readonly range: Range;
  /** It happens whenever the step runs to its end: no condition, loop or `try` is around it. */
  readonly always: boolean;
  readonly value: AssignedValue;
}

export type AssignedValue =
  /** A text, number, truth value or None; `float`: a number that is written as one. */
  | { readonly kind: 'literal'; readonly value: Json; readonly float: boolean }
  /** `named`: a literal with nothing but texts as keys. */
  | { readonly kind: 'dict'; readonly named: boolean }
  | { readonly kind: 'set' | 'generator' | 'other' };

/** In the order of the text; nested functions and classes are left out. */
export function assignmentsOf(body: Node): SelfAssignment[] {
  return [...inBlock(body, true)];
}

function* inBlock(node: Node, always: boolean): Generator<SelfAssignment> {
  for (const child of namedChildren(node)) {
    if (OTHER_SCOPES.has(child.type)) continue;
    if (child.type === 'expression_statement') {
      const [statement] = namedChildren(child);
      if (statement) yield* assigned(statement, always);
    } else {
      yield* inBlock(child, always && TRANSPARENT.has(child.type));
    }
  }
}

const OTHER_SCOPES = new Set(['function_definition', 'class_definition', 'decorated_definition']);
/** What is inside happens if the statement does. */
const TRANSPARENT = new Set(['block', 'with_statement']);

function* assigned(statement: Node, always: boolean): Generator<SelfAssignment> {
  const left = statement.childForFieldName('left');
  if (statement.type === 'augmented_assignment' && left) {
    yield* target(left, always, { kind: 'other' });
  }
  const right = statement.childForFieldName('right');
  if (statement.type !== 'assignment' || !left || !right) return;
  // `self.a = self.b = value`
  const value = right.type === 'assignment' ? right.childForFieldName('right') : right;
  const isPattern = left.type === 'pattern_list' || left.type === 'tuple_pattern';
  for (const each of isPattern ? namedChildren(left) : [left]) {
    yield* target(each, always, !isPattern && value ? kindOf(value) : { kind: 'other' });
  }
  if (right.type === 'assignment') yield* assigned(right, always);
}

function* target(node: Node, always: boolean, value: AssignedValue): Generator<SelfAssignment> {
  const name = /^self\.(\w+)$/.exec(dottedName(node) ?? '')?.[1];
  if (name !== undefined) yield { name, range: rangeOf(node), always, value };
}

function kindOf(node: Node): AssignedValue {
  if (node.type === 'parenthesized_expression') {
    const [inner] = namedChildren(node);
    return inner ? kindOf(inner) : { kind: 'other' };
  }
  if (node.type === 'dictionary') return { kind: 'dict', named: hasTextKeys(node) };
  if (node.type === 'dictionary_comprehension') return { kind: 'dict', named: false };
  if (node.type === 'set' || node.type === 'set_comprehension') return { kind: 'set' };
  if (node.type === 'generator_expression') return { kind: 'generator' };
  if (node.type === 'call') return callKind(node);
  const value = valueOf(node);
  if (isExpression(value) || (typeof value === 'object' && value !== null))
    return { kind: 'other' };
  return { kind: 'literal', value, float: isFloat(node) };
}

/** Built-in functions, unless the name is someone's own: that is seldom, and never in a class body. */
function callKind(node: Node): AssignedValue {
  const name = dottedName(node.childForFieldName('function'));
  if (name === 'set' || name === 'frozenset') return { kind: 'set' };
  if (name === 'map' || name === 'filter' || name === 'zip') return { kind: 'generator' };
  return { kind: 'other' };
}

function hasTextKeys(dictionary: Node): boolean {
  const pairs = namedChildren(dictionary);
  return (
    pairs.length > 0 && pairs.every((pair) => pair.childForFieldName('key')?.type === 'string')
  );
}
