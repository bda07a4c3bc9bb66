/** Comprehensions and loops → effects that may happen none or many times. */
import type { Node } from 'web-tree-sitter';
import type { Effect } from '../effects';
import { bindLoop, isCounted, isInputs, type Scope } from './scope';
import { namedChildren } from './values';

export type Visit = (node: Node, scope: Scope) => Effect[];

/** A comprehension: its value happens for each item, under the conditions that it names. */
export function comprehensionEffects(node: Node, scope: Scope, visit: Visit): Effect[] {
  const aliases = new Map(scope.aliases);
  const inner = { ...scope, aliases };
  const body = node.childForFieldName('body');
  const [first, ...clauses] = namedChildren(node).filter((each) => each.id !== body?.id);
  const value = body ? [body] : [];
  if (first?.type !== 'for_in_clause') return [];
  const right = first.childForFieldName('right');
  const overInputs = isInputs(right, scope) || isCounted(right, scope);
  const before = overInputs || !right ? [] : visit(right, scope);
  bindLoop(first.childForFieldName('left'), right, inner);
  return [...before, ...repeat(inClauses([...clauses, ...value], inner, visit), overInputs)];
}

/** The clauses after the first, and at last the value: each happens under those before it. */
function inClauses([clause, ...rest]: readonly Node[], scope: Scope, visit: Visit): Effect[] {
  if (!clause) return [];
  if (rest.length === 0) return visit(clause, scope);
  if (clause.type !== 'for_in_clause') {
    return [...visit(clause, scope), ...choice([inClauses(rest, scope, visit), []])];
  }
  const right = clause.childForFieldName('right');
  const items = right && !isInputs(right, scope) ? visit(right, scope) : [];
  bindLoop(clause.childForFieldName('left'), right, scope);
  return [...items, ...repeat(inClauses(rest, scope, visit))];
}

/** A loop of nothing is none. */
export function repeat(body: readonly Effect[], overInputs = false): Effect[] {
  if (body.length === 0) return [];
  return [overInputs ? { kind: 'repeat', body, overInputs } : { kind: 'repeat', body }];
}

/** A choice between nothing and nothing is none. */
export function choice(arms: Effect[][]): Effect[] {
  return arms.some((arm) => arm.length > 0) ? [{ kind: 'choice', arms }] : [];
}
