/** Where a class body uses and declares its own attributes outside of methods. */
import type { Node } from 'web-tree-sitter';
import type { MemberModel, NamePlace } from '../model';
import { rangeOf } from '../positions';
import { statementsOf } from './syntax';
import { namedChildren } from './values';

/** Names in the statements of a class body, before it is known which of them are the class's own. */
export interface SeenNames {
  readonly found: readonly NamePlace[];
  /** Those that a statement sets or annotates. */
  readonly declared: readonly string[];
}

export function namesSeen(body: Node): SeenNames {
  const found: NamePlace[] = [];
  const declared: string[] = [];
  const see: See = (node, declares) => {
    if (declares) declared.push(node.text);
    found.push({ name: node.text, range: rangeOf(node) });
  };
  for (const statement of statementsOf(body)) inStatement(statement, see);
  return { found, declared };
}

/** @param members those assignments whose names are already known as members are not told again */
export function mentionsIn(
  seen: readonly SeenNames[],
  members: readonly MemberModel[],
): NamePlace[] {
  const declared = new Set(seen.flatMap((each) => each.declared));
  const defined = new Map<string, Set<string>>();
  for (const { kind, name, nameRange } of members) {
    if (kind !== 'assignment') continue;
    const places = defined.get(name) ?? new Set();
    defined.set(name, places.add(keyOf(nameRange)));
  }
  // Only the class's own names are in the scope of its body: those of its bases are not.
  return seen
    .flatMap((each) => each.found)
    .filter(({ name, range }) => {
      const places = defined.get(name);
      return places ? !places.has(keyOf(range)) : declared.has(name);
    });
}

function keyOf({ start }: NamePlace['range']): string {
  return `${start.line}:${start.character}`;
}

type See = (identifier: Node, declares: boolean) => void;

function inStatement(statement: Node, see: See): void {
  if (statement.type === 'decorated_definition') {
    for (const child of statement.namedChildren) {
      if (child.type === 'decorator') inExpression(child, see);
    }
    const definition = statement.childForFieldName('definition');
    if (definition) inStatement(definition, see);
  } else if (statement.type === 'function_definition') {
    const list = statement.childForFieldName('parameters');
    for (const parameter of list ? namedChildren(list) : []) {
      const value = parameter.childForFieldName('value');
      if (value) inExpression(value, see);
    }
  } else if (statement.type === 'expression_statement') {
    for (const child of namedChildren(statement)) inExpression(child, see);
  }
}

/** Parts of an expression that are a scope of their own, which does not see the class's. */
const OTHER_SCOPES = new Set([
  'lambda',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);
/** Fields that hold a name of something else. */
const OTHER_NAMES: { readonly [type: string]: string } = {
  attribute: 'attribute',
  keyword_argument: 'name',
};

function inExpression(node: Node, see: See): void {
  if (node.type === 'identifier') {
    see(node, false);
    return;
  }
  if (node.type === 'assignment' || node.type === 'augmented_assignment') {
    const left = node.childForFieldName('left');
    if (left) inTarget(left, see);
    inField(node, 'right', see);
    return;
  }
  if (OTHER_SCOPES.has(node.type)) {
    // Only the first thing that a comprehension goes through is computed in the scope around it.
    const first = namedChildren(node).find((each) => each.type === 'for_in_clause');
    if (first) inField(first, 'right', see);
    return;
  }
  const field = OTHER_NAMES[node.type];
  const other = field === undefined ? null : node.childForFieldName(field);
  for (const child of namedChildren(node)) if (child.id !== other?.id) inExpression(child, see);
}

function inField(node: Node, field: string, see: See): void {
  const child = node.childForFieldName(field);
  if (child) inExpression(child, see);
}

function inTarget(target: Node, see: See): void {
  if (target.type === 'identifier') {
    see(target, true);
  } else if (target.type === 'attribute' || target.type === 'subscript') {
    inExpression(target, see);
  } else {
    for (const child of namedChildren(target)) inTarget(child, see);
  }
}
