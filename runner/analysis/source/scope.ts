/** Which names of a method stand for the flow and for the inputs of a join. */
import type { Node } from 'web-tree-sitter';
import type { InputSource } from '../effects';
import { dottedName, namedChildren } from './values';

export interface Scope {
  /** The method's first parameter, usually `self`. */
  readonly self: string;
  /** A step's second parameter, usually `inputs`. */
  readonly inputs?: string;
  /** Local names of single inputs: `for i in inputs`, `best = inputs[0]`. Grows while the body is read. */
  readonly aliases: Map<string, InputSource>;
  /** Inside a `try` that is prepared for a missing attribute. */
  readonly guarded: boolean;
}

/** Functions that give the inputs again, in another order or number. */
const PASS_INPUTS = new Set(['list', 'tuple', 'sorted', 'reversed', 'iter']);
/** Functions that give one of them. */
const PICK_INPUT = new Set(['max', 'min', 'next']);

/** Whether going through the expression's items goes through the inputs. */
export function isInputs(node: Node | null, scope: Scope): boolean {
  if (!node || scope.inputs === undefined) return false;
  if (node.type === 'identifier') return node.text === scope.inputs;
  if (node.type === 'parenthesized_expression') {
    return isInputs(namedChildren(node)[0] ?? null, scope);
  }
  if (node.type === 'subscript') {
    return isSlice(node) && isInputs(node.childForFieldName('value'), scope);
  }
  return callsWithInputs(node, PASS_INPUTS, scope);
}

/** Which input an expression is: `inputs[0]`, `inputs.train`, the variable of a loop. */
export function sourceOf(node: Node | null, scope: Scope): InputSource | undefined {
  if (!node) return undefined;
  if (node.type === 'identifier') return scope.aliases.get(node.text);
  if (node.type === 'subscript') {
    const isOne = !isSlice(node) && isInputs(node.childForFieldName('value'), scope);
    return isOne ? { kind: 'one' } : undefined;
  }
  if (node.type === 'attribute') {
    const object = node.childForFieldName('object');
    const step = node.childForFieldName('attribute')?.text;
    const isBranch = object?.type === 'identifier' && object.text === scope.inputs;
    return isBranch && step ? { kind: 'step', step } : undefined;
  }
  return callsWithInputs(node, PICK_INPUT, scope) ? { kind: 'one' } : undefined;
}

function isSlice(subscript: Node): boolean {
  return subscript.childrenForFieldName('subscript').some((each) => each.type === 'slice');
}

function callsWithInputs(node: Node, functions: ReadonlySet<string>, scope: Scope): boolean {
  if (node.type !== 'call') return false;
  const name = dottedName(node.childForFieldName('function'));
  const list = node.childForFieldName('arguments');
  const first = (list && namedChildren(list)[0]) ?? null;
  return name !== undefined && functions.has(name) && isInputs(first, scope);
}

/** `enumerate(inputs)`: pairs of a number and an input. */
export function isCounted(node: Node | null, scope: Scope): boolean {
  return node !== null && callsWithInputs(node, COUNT_INPUTS, scope);
}

const COUNT_INPUTS = new Set(['enumerate']);

/**
 * `for i in inputs`, `for n, i in enumerate(inputs)`: the variable stands for each input from here on. The variables of
 * other loops stand for inputs no longer. Tells which it was.
 */
export function bindLoop(left: Node | null, right: Node | null, scope: Scope): boolean {
  if (!left || !right) return false;
  for (const name of namesIn(left)) scope.aliases.delete(name);
  const isEach = left.type === 'identifier' && isInputs(right, scope);
  const variable = isEach ? left : isCounted(right, scope) ? namedChildren(left)[1] : undefined;
  if (variable?.type !== 'identifier') return false;
  scope.aliases.set(variable.text, { kind: 'every' });
  return true;
}

function namesIn(target: Node): string[] {
  if (target.type === 'identifier') return [target.text];
  return target.type === 'attribute' ? [] : namedChildren(target).flatMap(namesIn);
}

/** A loop over the inputs has ended: its variable is one of them. */
export function settleAliases({ aliases }: Scope): void {
  for (const [name, source] of aliases) {
    if (source.kind === 'every') aliases.set(name, { kind: 'one' });
  }
}
