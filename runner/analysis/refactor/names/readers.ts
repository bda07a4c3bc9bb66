/** What each kind of Python code does with names. */
import type { Node } from 'web-tree-sitter';
import { namedChildren } from '../../source/values';
import {
  boundInClass,
  boundInComprehension,
  boundInFunction,
  caughtNames,
  importedName,
} from './bound';
import type { Binding } from './use';
import type { Readers, Walk } from './walk';

const OTHER: Binding = { kind: 'other' };

/** Assigns to whatever stands left of `=`, behind `for` or behind `as`. */
function assign(walk: Walk, target: Node, how: Binding, replaceable: boolean): void {
  if (target.type === 'identifier') walk.write(target, how, replaceable);
  else if (target.type === 'attribute' || target.type === 'subscript') walk.block([target]);
  else {
    const whole = target.type === 'parenthesized_expression' || target.type === 'as_pattern_target';
    for (const child of namedChildren(target)) {
      assign(walk, child, whole ? how : OTHER, replaceable);
    }
  }
}

export const READERS: Readers = {
  identifier: (walk, node) => walk.read(node),
  attribute: (walk, node) => walk.field(node, 'object'),
  keyword_argument: (walk, node) => walk.field(node, 'value'),
  interpolation(walk, node) {
    const expression = node.childForFieldName('expression');
    const showsText = node.children.some((each) => each.type === '=');
    // `{x=}` prints how the value was written.
    if (showsText && expression?.type === 'identifier') walk.read(expression, false);
    else if (showsText) for (const each of identifiersIn(expression)) walk.read(each, false);
    else walk.field(node, 'expression');
    for (const part of namedChildren(node).filter((each) => each.type === 'format_specifier')) {
      walk.children(part);
    }
  },
  assignment(walk, node) {
    const right = node.childForFieldName('right');
    walk.field(node, 'right');
    walk.field(node, 'type');
    const left = node.childForFieldName('left');
    const value = lastRight(right);
    // `name: type` alone binds nothing.
    if (!left || !value) return;
    assign(walk, left, { kind: 'value', source: value.text, type: value.type }, true);
  },
  augmented_assignment(walk, node) {
    const left = node.childForFieldName('left');
    if (left?.type === 'identifier') walk.read(left);
    walk.field(node, 'right');
    if (left) assign(walk, left, OTHER, true);
  },
  named_expression(walk, node) {
    walk.field(node, 'value');
    const name = node.childForFieldName('name');
    const value = node.childForFieldName('value');
    if (!name) return;
    walk.write(name, { kind: 'value', source: value?.text ?? '', type: value?.type ?? '' }, false);
  },
  delete_statement(walk, node) {
    const targets = namedChildren(node).flatMap((each) =>
      each.type === 'expression_list' ? namedChildren(each) : [each],
    );
    for (const target of targets) {
      if (target.type === 'identifier') {
        walk.read(target, false);
        walk.remove(target.text);
      } else walk.block([target]);
    }
  },
  for_statement(walk, node) {
    walk.field(node, 'right');
    walk.perhaps(() => {
      const left = node.childForFieldName('left');
      if (left) assign(walk, left, OTHER, false);
      walk.field(node, 'body');
    });
    walk.perhaps(() => walk.field(node, 'alternative'));
  },
  while_statement(walk, node) {
    walk.field(node, 'condition');
    walk.perhaps(() => walk.field(node, 'body'));
    walk.perhaps(() => walk.field(node, 'alternative'));
  },
  if_statement(walk, node) {
    walk.field(node, 'condition');
    const clauses = node.childrenForFieldName('alternative');
    const hasElse = clauses.some((each) => each.type === 'else_clause');
    // A condition of `elif` is only sure to be evaluated for the arms behind it: a walrus there counts for none.
    walk.branches([
      () => walk.field(node, 'consequence'),
      ...clauses.map((clause) => () => walk.children(clause)),
      ...(hasElse ? [] : [() => undefined]),
    ]);
  },
  conditional_expression(walk, node) {
    const [value, condition, otherwise] = namedChildren(node);
    const arm = (each: Node | undefined) => () => each && walk.block([each]);
    if (condition) walk.block([condition]);
    walk.branches([arm(value), arm(otherwise)]);
  },
  boolean_operator(walk, node) {
    walk.field(node, 'left');
    walk.perhaps(() => walk.field(node, 'right'));
  },
  match_statement(walk, node) {
    walk.field(node, 'subject');
    const body = node.childForFieldName('body');
    const cases = (body ? namedChildren(body) : []).filter((each) => each.type === 'case_clause');
    const takesAll = cases.some((each) => /^case\s+_\s*:/.test(each.text));
    walk.branches([
      ...cases.map((each) => () => walk.block([each])),
      ...(takesAll ? [] : [() => undefined]),
    ]);
  },
  case_clause(walk, node) {
    for (const pattern of namedChildren(node).filter((each) => each.type === 'case_pattern')) {
      const caught = new Set(caughtNames(pattern).map((each) => each.startIndex));
      for (const each of pattern.descendantsOfType('identifier')) {
        const isKeyword = each.parent?.type === 'keyword_pattern';
        const isPart = each.parent?.type === 'dotted_name' && each.previousNamedSibling !== null;
        if (caught.has(each.startIndex)) walk.write(each, OTHER, false);
        else if (!isKeyword && !isPart && each.text !== '_') walk.read(each, false);
      }
    }
    walk.field(node, 'guard');
    walk.field(node, 'consequence');
  },
  try_statement(walk, node) {
    const clauses = namedChildren(node);
    const handlers = clauses.filter((each) => /^except(_group)?_clause$/.test(each.type));
    const [otherwise] = clauses.filter((each) => each.type === 'else_clause');
    const [last] = clauses.filter((each) => each.type === 'finally_clause');
    const atStart = walk.mark();
    walk.branches([
      () => {
        walk.field(node, 'body');
        if (otherwise) walk.children(otherwise);
      },
      // The body may have failed anywhere.
      ...handlers.map((handler) => () => handle(walk, handler)),
    ]);
    if (!last) return;
    walk.alsoSure(() => {
      atStart();
      walk.children(last);
    });
  },
  with_statement(walk, node) {
    const clause = namedChildren(node).find((each) => each.type === 'with_clause');
    if (clause) walk.block([clause]);
    const suppresses = /\bsuppress\b|\braises\b/.test(clause?.text ?? '');
    if (suppresses) walk.perhaps(() => walk.field(node, 'body'));
    else walk.field(node, 'body');
  },
  as_pattern(walk, node) {
    const [value] = namedChildren(node);
    const alias = node.childForFieldName('alias');
    if (value) walk.block([value]);
    if (alias) assign(walk, alias, { kind: 'with', source: value?.text ?? '' }, false);
  },
  import_statement: readImports,
  import_from_statement: readImports,
  future_import_statement: () => undefined,
  global_statement: (walk, node) => walk.declare(namedChildren(node).map((each) => each.text)),
  nonlocal_statement: (walk, node) => walk.declare(namedChildren(node).map((each) => each.text)),
  function_definition: readFunction,
  lambda: readFunction,
  class_definition(walk, node) {
    walk.field(node, 'superclasses');
    walk.inside('class', boundInClass(node), () => walk.field(node, 'body'));
    const name = node.childForFieldName('name');
    if (name) walk.write(name, { kind: 'class' }, false);
  },
  list_comprehension: readComprehension,
  set_comprehension: readComprehension,
  dictionary_comprehension: readComprehension,
  generator_expression: readComprehension,
  type_alias_statement: () => undefined,
};

function readImports(walk: Walk, node: Node): void {
  for (const each of node.childrenForFieldName('name')) {
    const name = importedName(each);
    if (name) walk.write(name, { kind: 'import' }, false);
  }
}

function handle(walk: Walk, handler: Node): void {
  walk.children(handler);
  const value = handler.childForFieldName('value');
  const alias = value?.type === 'as_pattern' ? value.childForFieldName('alias') : null;
  // Python forgets it when the handler ends.
  for (const name of alias ? namedChildren(alias) : []) walk.remove(name.text);
}

function readFunction(walk: Walk, node: Node): void {
  const parameters = node.childForFieldName('parameters');
  for (const parameter of parameters ? namedChildren(parameters) : []) {
    walk.field(parameter, 'value');
    walk.field(parameter, 'type');
  }
  walk.field(node, 'return_type');
  // Its body runs later, when it can call itself.
  const name = node.type === 'lambda' ? null : node.childForFieldName('name');
  if (name) walk.write(name, { kind: 'function' }, false);
  walk.inside('function', boundInFunction(node), () => walk.field(node, 'body'));
}

function readComprehension(walk: Walk, node: Node): void {
  const [body, ...clauses] = namedChildren(node);
  const first = clauses.find((each) => each.type === 'for_in_clause');
  // The first list is evaluated outside.
  if (first) walk.field(first, 'right');
  walk.inside('comprehension', boundInComprehension(node), () =>
    walk.perhaps(() => {
      for (const clause of clauses) {
        if (clause.type !== 'for_in_clause') walk.block([clause]);
        else if (clause.id !== first?.id) walk.field(clause, 'right');
      }
      if (body) walk.block([body]);
    }),
  );
}

function identifiersIn(node: Node | null): Node[] {
  return (
    node
      ?.descendantsOfType('identifier')
      .filter(
        (each) =>
          !(each.parent?.type === 'attribute' && each.previousNamedSibling !== null) &&
          !(each.parent?.type === 'keyword_argument' && each.previousNamedSibling === null),
      ) ?? []
  );
}

/** `a = b = value` */
function lastRight(node: Node | null): Node | null {
  return node?.type === 'assignment' ? lastRight(node.childForFieldName('right')) : node;
}
