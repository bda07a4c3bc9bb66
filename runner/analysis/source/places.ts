/** Where the text names attributes of the flow besides in plain reads and writes: in quotes, in `self.next`, in the class body. */
import type { Node } from 'web-tree-sitter';
import type { NamePlace } from '../model';
import { rangeOf, type Range } from '../positions';
import { namedChildren, stringOf } from './values';

/** What stands between the quotes of a plain text, when that is what the text means: no escapes, no parts. */
export function textRange(node: Node): Range | undefined {
  if (node.type === 'parenthesized_expression') {
    const [only, ...more] = namedChildren(node);
    return only && more.length === 0 ? textRange(only) : undefined;
  }
  const [content, ...more] = node.namedChildren.filter((each) => each.type === 'string_content');
  if (node.type !== 'string' || !content || more.length > 0) return undefined;
  return content.text === stringOf(node) ? rangeOf(content) : undefined;
}

export function textPlace(node: Node): NamePlace | undefined {
  const range = textRange(node);
  const name = stringOf(node);
  return range && name !== undefined ? { name, range, quoted: true } : undefined;
}

/** Of each text in a list; nothing of what Python computes. */
export function textsIn(node: Node): NamePlace[] {
  const items = LISTS.has(node.type) ? namedChildren(node) : [];
  return items.flatMap((each) => textPlace(each) ?? []);
}

const LISTS = new Set(['list', 'tuple', 'set']);

/** Keywords of `self.next` whose text is the name of an artifact. */
const NAMING = new Set(['foreach', 'condition']);

/** Every attribute of the flow that a call of `self.next` names, whether or not Metaflow takes it there. */
export function mentionsInNext(call: Node): NamePlace[] {
  const callee = call.childForFieldName('function');
  const self = callee?.childForFieldName('object')?.text;
  const list = call.childForFieldName('arguments');
  if (self === undefined || !list) return [];
  const found: NamePlace[] = [];
  const walk = (node: Node): void => {
    if (node.type === 'keyword_argument') {
      const value = node.childForFieldName('value');
      const text = value && NAMING.has(node.childForFieldName('name')?.text ?? '');
      const place = text ? textPlace(value) : undefined;
      if (place) found.push(place);
      else if (value) walk(value);
      return;
    }
    const object = node.type === 'attribute' ? node.childForFieldName('object') : null;
    const name = node.type === 'attribute' ? node.childForFieldName('attribute') : null;
    if (object?.type === 'identifier' && object.text === self && name && name.text !== '') {
      found.push({ name: name.text, range: rangeOf(name) });
      return;
    }
    for (const child of namedChildren(node)) walk(child);
  };
  walk(list);
  return found;
}
