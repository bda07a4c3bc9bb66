/** Calls in the body of a method: of the flow's own methods, and of functions that reach into it by name. */
import type { Node } from 'web-tree-sitter';
import { isExpression } from '../../flow/description';
import type { Effect, MergeEffect } from '../effects';
import type { NamePlace } from '../model';
import { rangeOf, type Range } from '../positions';
import { OTHER } from './assigned';
import { textRange, textsIn } from './places';
import { isInputs, sourceOf, type Scope } from './scope';
import { nextOf } from './transitions';
import { dottedName, namedChildren, stringOf, valueOf } from './values';

type Visit = (node: Node, scope: Scope) => Effect[];

export function callEffects(node: Node, scope: Scope, visit: Visit): Effect[] {
  const callee = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  const args = list ? argumentsOf(list) : [];
  const method = callee?.type === 'attribute' ? methodOf(callee, scope) : undefined;
  if (method?.on === 'self' && method.name === 'next') {
    return [{ kind: 'next', next: nextOf(node) }];
  }
  if (method?.on === 'self' && method.name === 'merge_artifacts')
    return [mergeOf(node, args, scope)];
  const named = byName(dottedName(callee), args, scope);
  if (named) return [...args.slice(1).flatMap((each) => visit(each, scope)), ...named];
  const inArguments = argumentEffects(args, scope, visit);
  if (method)
    return [...inArguments, { kind: method.kind, name: method.name, range: method.range }];
  const isLength = callee?.text === 'len' && isInputs(args[0] ?? null, scope);
  return [...(callee && !isLength ? visit(callee, scope) : []), ...(isLength ? [] : inArguments)];
}

/** A call's only argument may be a generator without parentheses of its own. */
function argumentsOf(list: Node): Node[] {
  return list.type === 'argument_list' ? namedChildren(list) : [list];
}

interface Method {
  readonly on: 'self' | 'super';
  readonly kind: 'call' | 'super';
  readonly name: string;
  readonly range: Range;
}

function methodOf(callee: Node, scope: Scope): Method | undefined {
  const object = callee.childForFieldName('object');
  const name = callee.childForFieldName('attribute');
  if (!object || !name || name.text === '') return undefined;
  const place = { name: name.text, range: rangeOf(name) };
  if (object.type === 'identifier' && object.text === scope.self) {
    return name.text.startsWith('__') ? undefined : { on: 'self', kind: 'call', ...place };
  }
  const isSuper =
    object.type === 'call' && dottedName(object.childForFieldName('function')) === 'super';
  return isSuper ? { on: 'super', kind: 'super', ...place } : undefined;
}

/** `hasattr(self, 'name')` and its like; `undefined` when it is none of them. */
function byName(
  callee: string | undefined,
  args: readonly Node[],
  scope: Scope,
): Effect[] | undefined {
  const [object, attribute] = args;
  if (callee === undefined || !ACCESSORS.has(callee) || !object) return undefined;
  const isSelf = object.type === 'identifier' && object.text === scope.self;
  const from = isSelf ? undefined : sourceOf(object, scope);
  if (!isSelf && !from) return undefined;
  const name = attribute && stringOf(attribute);
  if (!attribute || name === undefined) {
    return [{ kind: isSelf ? 'escape' : 'inputs-escape', range: rangeOf(object) }];
  }
  const range = textRange(attribute) ?? rangeOf(attribute);
  const guarded = scope.guarded || callee === 'hasattr' || args.length > 2;
  if (from) return [{ kind: 'input', from, name, range, guarded }];
  if (callee === 'delattr') return [{ kind: 'delete', name, range }];
  return callee === 'setattr'
    ? [{ kind: 'write', name, range, targetRange: range, value: OTHER }]
    : [{ kind: 'read', name, range, guarded }];
}

const ACCESSORS = new Set(['hasattr', 'getattr', 'setattr', 'delattr']);

/** A function that is given all inputs and a lambda gives the lambda each input: `max(inputs, key=lambda i: i.score)`. */
function argumentEffects(args: readonly Node[], scope: Scope, visit: Visit): Effect[] {
  const goesThrough = args.some((each) => isInputs(each, scope)) && args.some(isLambda);
  if (!goesThrough) return args.flatMap((each) => visit(each, scope));
  const aliases = new Map(scope.aliases);
  for (const name of args.filter(isLambda).flatMap(lambdaParameters)) {
    aliases.set(name, { kind: 'every' });
  }
  const inner = { ...scope, aliases };
  return args
    .filter((each) => !isInputs(each, scope))
    .flatMap((each) => (isLambda(each) ? givenEach(each, inner, visit) : visit(each, scope)));
}

/** The body alone: as a function of its own, its parameter would stand for nothing. */
function givenEach(node: Node, scope: Scope, visit: Visit): Effect[] {
  const body = lambdaIn(node)?.childForFieldName('body');
  return body ? [{ kind: 'later', body: visit(body, scope) }] : [];
}

function isLambda(node: Node): boolean {
  return lambdaIn(node)?.type === 'lambda';
}

function lambdaIn(node: Node): Node | null {
  return node.type === 'keyword_argument' ? node.childForFieldName('value') : node;
}

function lambdaParameters(node: Node): string[] {
  const parameters = lambdaIn(node)?.childForFieldName('parameters');
  return parameters ? namedChildren(parameters).map((each) => each.text) : [];
}

function mergeOf(node: Node, args: readonly Node[], scope: Scope): MergeEffect {
  const lists: {
    include?: readonly string[] | 'unknown';
    exclude?: readonly string[] | 'unknown';
  } = {};
  const mentions: NamePlace[] = [];
  for (const [position, argument] of args.entries()) {
    const isKeyword = argument.type === 'keyword_argument';
    const keyword = isKeyword ? argument.childForFieldName('name')?.text : POSITIONS[position];
    const value = isKeyword ? argument.childForFieldName('value') : argument;
    if (value && (keyword === 'include' || keyword === 'exclude')) {
      lists[keyword] = names(value);
      mentions.push(...textsIn(value));
    }
    if (argument.type === 'dictionary_splat') lists.include = 'unknown';
  }
  return {
    kind: 'merge',
    range: rangeOf(node),
    mentions,
    ...lists,
    ...givenInputs(args, scope),
    ...prepared(scope),
  };
}

/** Inside of code that takes the error. */
export function prepared(scope: Scope): { guarded?: true } {
  return scope.guarded ? { guarded: true } : {};
}

/** Whether all inputs of the step are given; a method other than a step calls them as it likes. */
function givenInputs(args: readonly Node[], scope: Scope): { partial?: true } {
  const isNamed = (each: Node): boolean => each.childForFieldName('name')?.text === 'inputs';
  const keyword = args.find((each) => each.type === 'keyword_argument' && isNamed(each));
  const given = keyword?.childForFieldName('value') ?? args[0];
  const isAll = given?.type === 'identifier' && given.text === scope.inputs;
  return isAll ? {} : { partial: true };
}

/** Of `merge_artifacts(inputs, exclude, include)`. */
const POSITIONS = ['inputs', 'exclude', 'include'];

function names(node: Node): readonly string[] | 'unknown' {
  const value = valueOf(node);
  if (value === null) return [];
  return Array.isArray(value) &&
    !isExpression(value) &&
    value.every((each) => typeof each === 'string')
    ? value
    : 'unknown';
}
