/** The body of a method → its effects on the flow. What mentions neither the flow nor the inputs is passed over. */
import type { Node } from 'web-tree-sitter';
import type { Effect, WriteEffect } from '../effects';
import { rangeOf } from '../positions';
import { assignedValue, OTHER } from './assigned';
import { callEffects, prepared } from './calls';
import { forgives, maySuppress } from './guards';
import { choice, comprehensionEffects, repeat } from './loops';
import { blocksOf, withProbes } from './probes';
import { bindLoop, isCounted, isInputs, settleAliases, sourceOf, type Scope } from './scope';
import { dottedName, namedChildren } from './values';

/**
 * @param body the block of a function
 * @param parameters its positional parameters, the flow first; without any it has no effects on a flow
 */
export function effectsOf(body: Node, parameters: readonly string[]): readonly Effect[] {
  const [self, inputs] = parameters;
  if (self === undefined) return [];
  const names = inputs === undefined ? { self } : { self, inputs };
  const effects = inBlock(body, { ...names, aliases: new Map(), guarded: false });
  return withProbes(effects);
}

function inBlock(node: Node, scope: Scope): Effect[] {
  return namedChildren(node).flatMap((child) => visit(child, scope));
}

type Reader = (node: Node, scope: Scope) => Effect[];

/** The effects of any statement or expression. */
export function visit(node: Node, scope: Scope): Effect[] {
  // Each look at it is a call into the parser.
  const { type } = node;
  if (JUMPS.has(type)) return [{ kind: 'jump' }];
  const exit = EXITS[type];
  if (!exit && !MAY_EXIT.has(type) && !mentions(node, scope)) return [];
  const read = READERS[type];
  const effects = read ? read(node, scope) : inBlock(node, scope);
  return exit ? [...effects, { kind: 'exit', how: exit, range: rangeOf(node) }] : effects;
}

const EXITS: { readonly [type: string]: 'return' | 'raise' | undefined } = {
  return_statement: 'return',
  raise_statement: 'raise',
};
const JUMPS = new Set(['break_statement', 'continue_statement']);
/** Statements that may have one of them inside. */
const MAY_EXIT = new Set([
  'for_statement',
  'while_statement',
  'except_clause',
  'except_group_clause',
  'finally_clause',
  'block',
  'if_statement',
  'elif_clause',
  'else_clause',
  'try_statement',
  'with_statement',
  'match_statement',
  'case_clause',
]);

function mentions(node: Node, scope: Scope): boolean {
  const text = node.text;
  if (text.includes(scope.self) || text.includes('super()')) return true;
  if (scope.inputs === undefined) return false;
  if (text.includes(scope.inputs)) return true;
  for (const alias of scope.aliases.keys()) if (text.includes(alias)) return true;
  return false;
}

const READERS: { readonly [type: string]: Reader } = {
  identifier(node, scope) {
    if (node.text === scope.self) return [{ kind: 'escape', range: rangeOf(node) }];
    const isInput = node.text === scope.inputs || scope.aliases.has(node.text);
    return isInput ? [{ kind: 'inputs-escape', range: rangeOf(node) }] : [];
  },
  attribute: readAttribute,
  subscript(node, scope) {
    const index = node.childrenForFieldName('subscript').flatMap((each) => visit(each, scope));
    const value = node.childForFieldName('value');
    if (!value) return index;
    return sourceOf(node, scope)
      ? [...index, { kind: 'inputs-escape', range: rangeOf(node) }]
      : [...visit(value, scope), ...index];
  },
  call: (node, scope) => callEffects(node, scope, visit),
  keyword_argument: (node, scope) => visitField(node, 'value', scope),
  assignment: readAssignment,
  augmented_assignment(node, scope) {
    const left = node.childForFieldName('left');
    const target = left ? writeTo(left, scope, () => ({ value: OTHER })) : [];
    return [
      ...(left ? visit(left, scope) : []),
      ...visitField(node, 'right', scope),
      ...target.filter((effect) => effect.kind === 'write'),
    ];
  },
  delete_statement: (node, scope) => namedChildren(node).flatMap((each) => deleted(each, scope)),
  conditional_expression(node, scope) {
    const [value, condition, otherwise] = namedChildren(node);
    const arm = (each: Node | undefined): Effect[] => (each ? visit(each, scope) : []);
    return [...arm(condition), { kind: 'choice', arms: [arm(value), arm(otherwise)] }];
  },
  boolean_operator: (node, scope) => [
    ...visitField(node, 'left', scope),
    { kind: 'choice', arms: [visitField(node, 'right', scope), []] },
  ],
  lambda(node, scope) {
    const inner = insideFunction(node.childForFieldName('parameters'), scope);
    return inner ? later(visitField(node, 'body', inner)) : [];
  },
  list_comprehension: readComprehension,
  set_comprehension: readComprehension,
  dictionary_comprehension: readComprehension,
  generator_expression: readComprehension,
  if_statement: readIf,
  match_statement: readMatch,
  for_statement: readFor,
  while_statement: (node, scope) => [
    ...visitField(node, 'condition', scope),
    ...repeat(visitField(node, 'body', scope)),
    // A `break` passes the `else` by.
    ...choice([visitField(node, 'alternative', scope), []]),
  ],
  try_statement: readTry,
  with_statement(node, scope) {
    const items = namedChildren(node).find((each) => each.type === 'with_clause');
    const isPrepared = maySuppress(items);
    const inside = isPrepared ? { ...scope, guarded: true } : scope;
    return [...(items ? inBlock(items, scope) : []), ...visitField(node, 'body', inside)];
  },
  as_pattern(node, scope) {
    const [value] = namedChildren(node);
    const target = node.childForFieldName('alias');
    return [
      ...(value ? visit(value, scope) : []),
      ...(target ? namedChildren(target).flatMap((each) => bound(each, scope)) : []),
    ];
  },
  function_definition(node, scope) {
    const parameters = node.childForFieldName('parameters');
    const inner = insideFunction(parameters, scope);
    const defaults = (parameters ? namedChildren(parameters) : []).flatMap((each) =>
      visitField(each, 'value', scope),
    );
    return [...defaults, ...(inner ? later(visitField(node, 'body', inner)) : [])];
  },
  class_definition: (node, scope) => later(visitField(node, 'body', scope)),
};

function later(body: readonly Effect[]): Effect[] {
  return body.length > 0 ? [{ kind: 'later', body }] : [];
}

/** What the names mean in a nested function, whose parameters hide others; `undefined`: the flow itself is hidden. */
function insideFunction(parameters: Node | null, scope: Scope): Scope | undefined {
  const own = new Set(
    (parameters ? namedChildren(parameters) : []).flatMap((each) => /\w+/.exec(each.text) ?? []),
  );
  if (own.has(scope.self)) return undefined;
  const aliases = new Map([...scope.aliases].filter(([name]) => !own.has(name)));
  const { self, guarded, inputs } = scope;
  return inputs === undefined || own.has(inputs)
    ? { self, guarded, aliases }
    : { self, guarded, aliases, inputs };
}

function visitField(node: Node, field: string, scope: Scope): Effect[] {
  const child = node.childForFieldName(field);
  return child ? visit(child, scope) : [];
}

/** What Python keeps of an object besides its attributes, and the way to all of them. */
const WHOLE = new Set(['__dict__', '__getattribute__', '__setattr__', '_datastore']);

function readAttribute(node: Node, scope: Scope): Effect[] {
  const object = node.childForFieldName('object');
  const attribute = node.childForFieldName('attribute');
  if (!object || !attribute) return object ? visit(object, scope) : [];
  const name = attribute.text;
  const range = rangeOf(attribute);
  if (object.type === 'identifier' && object.text === scope.self) {
    if (WHOLE.has(name)) return [{ kind: 'escape', range }];
    return name === '' || name.startsWith('__')
      ? []
      : [{ kind: 'read', name, range, guarded: scope.guarded }];
  }
  const from = sourceOf(object, scope);
  if (from && name.startsWith('__')) return [{ kind: 'inputs-escape', range }];
  if (from && name !== '') {
    return [
      ...branchOf(object, scope),
      ...pickedBy(object, scope),
      { kind: 'input', from, name, range, guarded: scope.guarded },
    ];
  }
  if (sourceOf(node, scope)) {
    // A branch by itself: `use(inputs.train)`.
    return [...branchOf(node, scope), { kind: 'inputs-escape', range }];
  }
  return visit(object, scope);
}

/** The step that `inputs.step` names. */
function branchOf(node: Node, scope: Scope): Effect[] {
  const name = node.type === 'attribute' ? node.childForFieldName('attribute') : null;
  const source = sourceOf(node, scope);
  return name && source?.kind === 'step'
    ? [{ kind: 'branch', step: source.step, range: rangeOf(name), ...prepared(scope) }]
    : [];
}

function readAssignment(node: Node, scope: Scope): Effect[] {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (!left || !right) return [];
  const source = left.type === 'identifier' ? sourceOf(right, scope) : undefined;
  if (source) {
    // Chosen from all of them it is one: `best = i`.
    scope.aliases.set(left.text, source.kind === 'every' ? { kind: 'one' } : source);
    return [...branchOf(right, scope), ...pickedBy(right, scope)];
  }
  if (left.type === 'identifier') scope.aliases.delete(left.text);
  // `self.a = self.b = value`
  const value = lastRight(right);
  const annotation = node.childForFieldName('type')?.text;
  const assigned = {
    value: assignedValue(value, scope.self),
    valueRange: rangeOf(value),
    ...(annotation === undefined ? {} : { annotation }),
  };
  return [...visit(right, scope), ...writeTo(left, scope, () => assigned)];
}

/** `best = max(inputs, key=lambda i: i.score)`: what the choice reads. */
function pickedBy(right: Node, scope: Scope): Effect[] {
  return right.type === 'call' ? callEffects(right, scope, visit) : [];
}

function lastRight(node: Node): Node {
  const inner = node.type === 'assignment' ? node.childForFieldName('right') : null;
  return inner ? lastRight(inner) : node;
}

type Written = Pick<WriteEffect, 'value' | 'valueRange' | 'annotation'>;

/** The targets of an assignment, a loop or a `with`. Those inside a pattern get parts of the value. */
function writeTo(target: Node, scope: Scope, written: () => Written): Effect[] {
  if (target.type === 'attribute') {
    const object = target.childForFieldName('object');
    const name = target.childForFieldName('attribute');
    if (object?.type === 'identifier' && object.text === scope.self && name) {
      if (name.text === '' || name.text.startsWith('__')) return [];
      const places = { range: rangeOf(name), targetRange: rangeOf(target) };
      return [{ kind: 'write', name: name.text, ...places, ...written() }];
    }
    return visit(target, scope);
  }
  if (target.type === 'identifier') return [];
  if (PATTERNS.has(target.type)) {
    return namedChildren(target).flatMap((each) => writeTo(each, scope, () => ({ value: OTHER })));
  }
  return visit(target, scope);
}

const PATTERNS = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'parenthesized_expression',
]);

const bound = (target: Node, scope: Scope): Effect[] =>
  writeTo(target, scope, () => ({ value: OTHER }));

function deleted(target: Node, scope: Scope): Effect[] {
  if (target.type === 'expression_list' || PATTERNS.has(target.type)) {
    return namedChildren(target).flatMap((each) => deleted(each, scope));
  }
  const name = /^(\w+)\.(\w+)$/.exec(dottedName(target) ?? '');
  const attribute = target.childForFieldName('attribute');
  return name?.[1] === scope.self && name[2] !== undefined && attribute
    ? [{ kind: 'delete', name: name[2], range: rangeOf(attribute) }]
    : visit(target, scope);
}

function readComprehension(node: Node, scope: Scope): Effect[] {
  return comprehensionEffects(node, scope, visit);
}

function readFor(node: Node, scope: Scope): Effect[] {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const overInputs = isInputs(right, scope) || isCounted(right, scope);
  const items = right && !overInputs ? visit(right, scope) : [];
  const isBound = bindLoop(left, right, scope);
  const body = [...(left ? bound(left, scope) : []), ...visitField(node, 'body', scope)];
  // After the loop the variable is the last of them.
  if (isBound) settleAliases(scope);
  return [
    ...items,
    ...repeat(body, overInputs),
    // A `break` passes the `else` by.
    ...choice([visitField(node, 'alternative', scope), []]),
  ];
}

function readIf(node: Node, scope: Scope): Effect[] {
  const arms = [visitField(node, 'consequence', scope)];
  let hasElse = false;
  for (const clause of node.childrenForFieldName('alternative')) {
    hasElse ||= clause.type === 'else_clause';
    arms.push([
      ...visitField(clause, 'condition', scope),
      ...visitField(clause, clause.type === 'else_clause' ? 'body' : 'consequence', scope),
    ]);
  }
  if (!hasElse) arms.push([]);
  return [...visitField(node, 'condition', scope), ...choice(arms)];
}

function readMatch(node: Node, scope: Scope): Effect[] {
  const body = node.childForFieldName('body');
  const cases = (body ? namedChildren(body) : []).filter((each) => each.type === 'case_clause');
  const arms = cases.map((each) => [
    ...visitField(each, 'guard', scope),
    ...visitField(each, 'consequence', scope),
  ]);
  const takesAll = cases.some((each) => /^case\s+_\s*:/.test(each.text));
  return [
    ...node.childrenForFieldName('subject').flatMap((each) => visit(each, scope)),
    ...choice(takesAll ? arms : [...arms, []]),
  ];
}

function readTry(node: Node, scope: Scope): Effect[] {
  const clauses = namedChildren(node);
  const handlers = clauses.filter((each) => /^except(_group)?_clause$/.test(each.type));
  const guarded = scope.guarded || handlers.some(forgives);
  const blockOf = (type: string): Effect[] =>
    clauses.filter((each) => each.type === type).flatMap((each) => inBlock(each, scope));
  const attempt = {
    kind: 'attempt' as const,
    body: visitField(node, 'body', { ...scope, guarded }),
    handlers: handlers.map((each) => inBlock(each, scope)),
    otherwise: blockOf('else_clause'),
    last: blockOf('finally_clause'),
  };
  return blocksOf(attempt).some((block) => block.length > 0) ? [attempt] : [];
}
