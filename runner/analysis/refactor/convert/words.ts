/** Names of flows and steps out of what people write above their cells. */
import { isIdentifier, OF_EVERY_FLOW } from '../../symbols/names';

export interface Heading {
  /** 1 is the largest. */
  readonly level: number;
  readonly text: string;
}

export function headingsOf(markdown: string): Heading[] {
  return [...markdown.matchAll(/^(#{1,6})[ \t]+(.+?)[ \t#]*$/gm)].map((match) => ({
    level: match[1]?.length ?? 1,
    text: plainWords(match[2] ?? ''),
  }));
}

/** `2. Load the **data**` → `Load the data` */
function plainWords(text: string): string {
  return text
    .replaceAll(/[*_`]|\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:\d+[.)]\s*)+/, '')
    .trim();
}

/** `Load the data` → `load_the_data`; empty when nothing of it can be a name. */
export function stepName(words: string): string {
  const name = asciiWords(words).join('_').toLowerCase().slice(0, 40).replace(/_+$/, '');
  return /^[a-z]/.test(name) && isIdentifier(name) ? name : '';
}

/** `iris classification` → `IrisClassificationFlow` */
export function flowName(words: string): string {
  const name = asciiWords(words)
    .slice(0, 6)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^\d+/, '');
  if (name === '') return 'ConvertedFlow';
  return /flow$/i.test(name) ? name.replace(/flow$/i, 'Flow') : `${name}Flow`;
}

function asciiWords(text: string): string[] {
  const plain = text.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '');
  return plain.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').match(/[A-Za-z0-9]+/g) ?? [];
}

/** A name that nothing has yet. */
export function unused(name: string, taken: Set<string>): string {
  let result = name;
  for (let number = 2; taken.has(result) || OF_EVERY_FLOW.has(result); number++) {
    result = `${name}_${number}`;
  }
  taken.add(result);
  return result;
}
