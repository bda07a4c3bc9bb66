/** String literals and docstrings, read as Python reads them. */
import type { Node } from 'web-tree-sitter';

/** `undefined` for f-strings, bytes, and escapes that need a table of names. */
export function stringValue(node: Node): string | undefined {
  if (node.type !== 'string') return undefined;
  const match = /^([a-z]*)("""|'''|"|')([\s\S]*)\2$/i.exec(node.text);
  if (!match) return undefined;
  const [, prefix = '', , body = ''] = match;
  const letters = prefix.toLowerCase();
  if (/[fbt]/.test(letters)) return undefined;
  const text = body.replaceAll('\r\n', '\n');
  return letters.includes('r') ? text : unescape(text);
}

const SIMPLE: { readonly [letter: string]: string } = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescape(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  if (/\\N\{/.test(text)) return undefined;
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{1,3})|([\s\S]))/gi,
    (whole: string, ...groups: (string | undefined)[]) => {
      const [x, u, wide, octal, letter] = groups;
      const hex = x ?? u ?? wide;
      if (hex !== undefined) return codePoint(Number.parseInt(hex, 16)) ?? whole;
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      // Unknown escapes stay as they are, backslash included.
      return letter !== undefined && Object.hasOwn(SIMPLE, letter)
        ? (SIMPLE[letter] ?? whole)
        : whole;
    },
  );
}

function codePoint(value: number): string | undefined {
  return value <= 0x10ffff ? String.fromCodePoint(value) : undefined;
}

/**
 * A docstring without the indentation of its source: that of the first indented line among its first two that are
 * not empty is taken off all lines. Metaflow does it so, and stores the result in `_graph_info`.
 */
export function dedentedDoc(doc: string): string {
  let sawFirst = false;
  for (const line of doc.split('\n')) {
    if (line === '') continue;
    const indent = /^[\t ]+/.exec(line)?.[0];
    if (indent !== undefined) return doc.replaceAll(`\n${indent}`, '\n').trim();
    if (sawFirst) break;
    sawFirst = true;
  }
  return doc;
}
