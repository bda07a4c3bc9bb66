/** A loop whose rounds could run side by side: what it goes through, and which lists it fills. */
import type { Node } from 'web-tree-sitter';
import { namedChildren } from '../../source/values';
import { targetNames } from '../names/bound';
import { nameFlow } from '../names/nameFlow';

export interface Collected {
  /** `results`, `self.results` */
  readonly written: string;
  /** `results = []` before the loop. */
  readonly start: Node;
  /** `results.append(value)`, all of them. */
  readonly appends: readonly Append[];
  /** Each round adds exactly one. */
  readonly isOne: boolean;
}

export interface Append {
  readonly call: Node;
  readonly value: Node;
}

export interface Loop {
  readonly statement: Node;
  readonly target: Node;
  /** What it goes through. */
  readonly items: Node;
  readonly body: readonly Node[];
  readonly collected: readonly Collected[];
}

/**
 * @param before the statements of the step before the loop
 * @param behind those behind it
 * @returns why its rounds cannot run side by side
 */
export function loopOf(
  statement: Node,
  before: readonly Node[],
  behind: readonly Node[],
  self: string,
): Loop | string {
  const target = statement.childForFieldName('left');
  const items = statement.childForFieldName('right');
  const block = statement.childForFieldName('body');
  if (statement.type !== 'for_statement' || !target || !items || !block)
    return 'Select one for loop';
  if (block.startPosition.row === statement.startPosition.row) return 'The loop is on one line';
  if (statement.childForFieldName('alternative')) return 'The loop has an else';
  if (statement.children.some((each) => each.type === 'async')) return 'The loop is asynchronous';
  const body = namedChildren(block);
  const left = leaves(body);
  if (left !== undefined) return left;
  const targets = targetNames(target).map((each) => each.text);
  const [earlier, inside, later] = [before, body, behind].map((each) => nameFlow(each, self));
  if (!earlier || !inside || !later) return 'Select one for loop';
  const reused = targets.find((name) => earlier.may.has(name));
  if (reused !== undefined) return `${reused} has a value before the loop, too`;
  const ownNames = new Set([...inside.may, ...targets]);
  const carried = [...inside.may].find((name) => inside.needs.has(name) && !targets.includes(name));
  if (carried !== undefined) return `${carried} goes on from one round to the next`;
  const last = [...ownNames].find((name) => later.needs.has(name));
  if (last !== undefined) return `${last} is used behind the loop`;
  const collected = collectedIn(body, before, self);
  const shared = sharedChange(body, ownNames, new Set(collected.map((each) => each.written)), self);
  if (shared !== undefined) return shared;
  return { statement, target, items, body, collected };
}

/** Statements that decide about other rounds. */
function leaves(nodes: readonly Node[], inLoop = false): string | undefined {
  for (const node of nodes) {
    if (node.type === 'break_statement' && !inLoop) return 'A round can end the loop (break)';
    if (node.type === 'continue_statement' && !inLoop) return 'A round can end early (continue)';
    if (node.type === 'function_definition' || node.type === 'lambda') continue;
    const isLoop = node.type === 'for_statement' || node.type === 'while_statement';
    const found = leaves(namedChildren(node), inLoop || isLoop);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Lists that begin empty before the loop and are only appended to in it. */
function collectedIn(body: readonly Node[], before: readonly Node[], self: string): Collected[] {
  const appends = body.flatMap((each) => each.descendantsOfType('call')).flatMap(appendOf);
  const names = new Set(appends.map(({ written }) => written));
  return [...names].flatMap((written) => {
    const isPlain = /^\w+$/.test(written) || new RegExp(`^${self}\\.\\w+$`).test(written);
    const mentions = new RegExp(`(?<![\\w.])${written.replace('.', '\\.')}(?!\\w)`, 'g');
    const starts = before.filter((each) => mentions.test(each.text));
    const [start] = starts;
    const own = appends.filter((each) => each.written === written);
    const count = body.reduce((sum, each) => sum + (each.text.match(mentions)?.length ?? 0), 0);
    const isEmpty = start !== undefined && /^[\w.]+\s*=\s*(\[\s*\]|list\(\))$/.test(start.text);
    if (!isPlain || !isEmpty || starts.length > 1 || count !== own.length) return [];
    const [only] = own;
    const isOne = own.length === 1 && body.some((each) => each.id === only?.call.parent?.id);
    return [{ written, start, appends: own, isOne }];
  });
}

function appendOf(call: Node): (Append & { readonly written: string })[] {
  const method = call.childForFieldName('function');
  const list = call.childForFieldName('arguments');
  const [value, ...more] = list?.type === 'argument_list' ? namedChildren(list) : [];
  const written = method?.childForFieldName('object')?.text;
  const isAppend = method?.childForFieldName('attribute')?.text === 'append';
  const stands = call.parent?.type === 'expression_statement';
  return isAppend && stands && value && more.length === 0 && written !== undefined
    ? [{ call, value, written }]
    : [];
}

const CHANGING = new Set(
  'add append appendleft clear discard extend insert pop popitem put remove reverse setdefault sort update write writelines'.split(
    ' ',
  ),
);

/** What a round changes and others see: a task of its own could not. */
function sharedChange(
  body: readonly Node[],
  own: ReadonlySet<string>,
  collected: ReadonlySet<string>,
  self: string,
): string | undefined {
  const isOwn = (node: Node | null): boolean => {
    const base = /^\w+/.exec(node?.text ?? '')?.[0];
    return base !== undefined && base !== self && own.has(base);
  };
  for (const call of body.flatMap((each) => each.descendantsOfType('call'))) {
    const method = call.childForFieldName('function');
    const object = method?.type === 'attribute' ? method.childForFieldName('object') : null;
    const name = method?.childForFieldName('attribute')?.text ?? '';
    if (!object || !CHANGING.has(name) || isOwn(object) || collected.has(object.text)) continue;
    return `${object.text}.${name}(…) changes what all rounds share`;
  }
  for (const each of body.flatMap((node) =>
    node.descendantsOfType([
      'assignment',
      'augmented_assignment',
      'delete_statement',
      'for_statement',
    ]),
  )) {
    const target = each.childForFieldName('left') ?? namedChildren(each)[0] ?? null;
    const parts = target ? [target, ...target.descendantsOfType(['attribute', 'subscript'])] : [];
    const shared = parts.find((part) => /^(attribute|subscript)$/.test(part.type) && !isOwn(part));
    if (shared) return `${shared.text} is changed in each round, and all rounds share it`;
  }
  return undefined;
}
