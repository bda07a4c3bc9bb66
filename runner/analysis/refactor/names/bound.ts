/** The names that a scope inside the text binds: those of a function, a lambda, a class or a comprehension. */
import type { Node } from 'web-tree-sitter';
import { namedChildren } from '../../source/values';

/** Nodes that begin a scope of their own. */
export const SCOPES = new Set([
  'function_definition',
  'lambda',
  'class_definition',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

/** Of a function, its parameters included; without what it declares `global` or `nonlocal`. */
export function boundInFunction(definition: Node): Set<string> {
  const bound = new Set<string>();
  const declared = new Set<string>();
  const parameters = definition.childForFieldName('parameters');
  for (const name of parameters ? parameterNames(parameters) : []) bound.add(name);
  const body = definition.childForFieldName('body');
  if (body) collect(body, bound, declared);
  for (const name of declared) bound.delete(name);
  return bound;
}

export function boundInClass(definition: Node): Set<string> {
  const bound = new Set<string>();
  const body = definition.childForFieldName('body');
  if (body) collect(body, bound, new Set());
  return bound;
}

export function boundInComprehension(node: Node): Set<string> {
  const bound = new Set<string>();
  for (const clause of namedChildren(node)) {
    const left = clause.type === 'for_in_clause' ? clause.childForFieldName('left') : null;
    for (const name of left ? targetNames(left) : []) bound.add(name.text);
  }
  return bound;
}

/** Of a list of parameters; neither defaults nor annotations. */
export function parameterNames(list: Node): string[] {
  return namedChildren(list).flatMap((each) => {
    if (each.type === 'identifier') return [each.text];
    const name = each.childForFieldName('name') ?? namedChildren(each)[0];
    if (!name) return [];
    return name.type === 'identifier' ? [name.text] : parameterNames(name);
  });
}

/** The plain names among the targets of an assignment, a loop or a `with`. */
export function targetNames(target: Node): Node[] {
  if (target.type === 'identifier') return [target];
  if (target.type === 'attribute' || target.type === 'subscript') return [];
  return namedChildren(target).flatMap(targetNames);
}

/** `as name` in a pattern, and names that a pattern catches. */
export function caughtNames(pattern: Node): Node[] {
  if (pattern.type === 'dotted_name') {
    const [only, ...more] = namedChildren(pattern);
    return only && more.length === 0 && only.text !== '_' ? [only] : [];
  }
  if (pattern.type === 'identifier') return [pattern];
  const inner = namedChildren(pattern);
  // A class and the keyword of an argument are no names that it catches.
  const skipped = pattern.type === 'class_pattern' || pattern.type === 'keyword_pattern' ? 1 : 0;
  return inner.slice(skipped).flatMap(caughtNames);
}

/** `import a.b` binds `a`; `import a.b as c` binds `c`. */
export function importedName(node: Node): Node | undefined {
  if (node.type === 'aliased_import') return node.childForFieldName('alias') ?? undefined;
  return namedChildren(node)[0];
}

function collect(node: Node, bound: Set<string>, declared: Set<string>): void {
  for (const name of boundBy(node)) bound.add(name.text);
  if (node.type === 'global_statement' || node.type === 'nonlocal_statement') {
    for (const name of namedChildren(node)) declared.add(name.text);
  }
  for (const child of node.namedChildren) {
    if (!SCOPES.has(child.type)) collect(child, bound, declared);
    else {
      const name = child.childForFieldName('name');
      if (name) bound.add(name.text);
      // A walrus in a comprehension binds outside of it.
      if (child.type.endsWith('comprehension') || child.type === 'generator_expression') {
        for (const each of child.descendantsOfType('named_expression')) {
          const target = each.childForFieldName('name');
          if (target) bound.add(target.text);
        }
      }
    }
  }
}

/** What one node itself binds, as Python's compiler sees it. */
function boundBy(node: Node): Node[] {
  switch (node.type) {
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement': {
      const left = node.childForFieldName('left');
      return left ? targetNames(left) : [];
    }
    case 'named_expression': {
      const name = node.childForFieldName('name');
      return name ? [name] : [];
    }
    case 'as_pattern_target':
      return namedChildren(node).flatMap(targetNames);
    case 'case_pattern':
      return caughtNames(node);
    case 'import_statement':
    case 'import_from_statement':
      return node.childrenForFieldName('name').flatMap((each) => importedName(each) ?? []);
    case 'delete_statement':
      return namedChildren(node).flatMap(targetNames);
    default:
      return [];
  }
}
