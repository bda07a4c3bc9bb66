/** What the tasks of a foreach get, and what they bring. */
import type { Node } from 'web-tree-sitter';
import { namedChildren } from '../../source/values';
import type { TextChange } from '../convert/body';
import type { Append, Collected, Loop } from './loop';

export interface Items {
  readonly artifact: string;
  /** Statements that store it. */
  readonly stored: readonly string[];
  /** Statements that give the variables of the loop their values. */
  readonly bound: readonly string[];
}

/** A list of its own unless it is an artifact already: a foreach can go through lists alone. */
export function itemsOf(
  { target, items }: Loop,
  self: string,
  stored: readonly string[],
  taken: Set<string>,
): Items {
  const counted = countedItems(target, items);
  const over = counted?.items ?? items;
  const bound = counted
    ? [`${counted.index.text} = ${self}.index`, `${counted.target.text} = ${self}.input`]
    : [`${target.text.replace(/^\(([\s\S]*)\)$/, '$1')} = ${self}.input`];
  const attribute = new RegExp(`^${self}\\.(\\w+)$`).exec(over.text)?.[1];
  if (attribute !== undefined) return { artifact: attribute, stored: [], bound };
  const known = stored.find((line) => line.endsWith(` = ${over.text}`));
  const isList = over.type === 'list' || over.type === 'list_comprehension';
  const wanted = over.type === 'identifier' ? over.text : pluralOf(counted?.target ?? target);
  const artifact = known !== undefined && /\.(\w+) =/.exec(known)?.[1];
  // What is stored as it is may be anything: the foreach gets a list.
  const name = artifact ? free(`${artifact}_list`, taken) : free(wanted, taken);
  return {
    artifact: name,
    stored: [`${self}.${name} = ${isList ? over.text : `list(${over.text})`}`],
    bound,
  };
}

/** `for i, item in enumerate(items)` */
function countedItems(
  target: Node,
  items: Node,
): { readonly index: Node; readonly target: Node; readonly items: Node } | undefined {
  const isCount =
    items.type === 'call' && items.childForFieldName('function')?.text === 'enumerate';
  const [inner, ...more] = isCount
    ? namedChildren(items.childForFieldName('arguments') ?? items)
    : [];
  const [index, item, ...others] = namedChildren(target);
  if (!inner || more.length > 0 || target.type !== 'pattern_list' || others.length > 0)
    return undefined;
  return index?.type === 'identifier' && item ? { index, target: item, items: inner } : undefined;
}

function pluralOf(target: Node): string {
  return target.type === 'identifier' && target.text.length > 1 ? `${target.text}s` : 'items';
}

function free(name: string, taken: Set<string>): string {
  const plain = name.replace(/^_+/, '') || 'items';
  let result = plain;
  for (let number = 2; taken.has(result); number++) result = `${plain}_${number}`;
  taken.add(result);
  return result;
}

export interface Result {
  /** What one task brings. */
  readonly artifact: string;
  readonly replaced: readonly TextChange[];
  readonly begun: readonly string[];
  readonly ended: readonly string[];
  /** What the join makes of it. */
  readonly joined: string;
}

export function resultOf(
  { written: list, appends, isOne }: Collected,
  self: string,
  taken: Set<string>,
): Result {
  const plain = list.replace(/^.*\./, '');
  const [first] = appends;
  if (isOne && first) {
    const artifact = free(singularOf(plain), taken);
    return {
      artifact,
      replaced: assignment(first, `${self}.${artifact} = `),
      begun: [],
      ended: [],
      joined: `${list} = [task.${artifact} for task in inputs]`,
    };
  }
  const artifact = free(`${plain}_of_one`, taken);
  return {
    artifact,
    replaced: [],
    begun: [`${list} = []`],
    ended: [`${self}.${artifact} = ${list}`],
    joined: `${list} = [each for task in inputs for each in task.${artifact}]`,
  };
}

/** `results.append(value)` → `self.result = value` */
function assignment({ call, value }: Append, target: string): TextChange[] {
  const list = call.childForFieldName('arguments') ?? call;
  const isOneLine = value.startPosition.row === value.endPosition.row;
  // Several lines need the parentheses.
  const keeps = !isOneLine || list.startPosition.row !== list.endPosition.row;
  const begin = keeps ? list.startIndex : value.startIndex;
  return [
    { start: call.startIndex, end: begin, newText: target },
    { start: value.endIndex, end: call.endIndex, newText: keeps ? ')' : '' },
  ];
}

function singularOf(name: string): string {
  return /[^s]s$/.test(name) && name.length > 3 ? name.slice(0, -1) : `${name}_of_one`;
}
