/**
 * Markdown of hovers. What comes from values, names and people's texts must stay text: no link, no HTML, no command, whatever
 * it holds.
 */
import type { Place } from '../runner/analysis/symbols/model';
import type { AskedDocument } from './asked';

/** A text as code within a line. */
export function inlineCode(text: string): string {
  const line = text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^\s.*\s$/.test(line) || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** One line of Python, in colours. */
export function pythonLine(text: string): string {
  const line = text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
  const longest = Math.max(2, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}python\n${line}\n${fence}`;
}

/** Someone's own words as plain text; empty lines still part paragraphs. */
export function plainText(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+.!|<>~&:@$-]/g, String.raw`\$&`)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .join('\n');
}

/** A link to a line of a file, its label as code. */
export function placeLink(
  label: string,
  place: Place,
  { uriOf }: Pick<AskedDocument, 'uriOf'>,
): string {
  const uri = uriOf(place.file).replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${inlineCode(label)}](${uri}#L${place.range.start.line + 1})`;
}

/** @param label our own words */
export function commandLink(label: string, command: string, argument: object): string {
  const given = encodeURIComponent(JSON.stringify([argument]))
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  return `[${label}](command:${command}?${given})`;
}

/** Paragraphs, without those that are empty. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
