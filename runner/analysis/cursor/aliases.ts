/** Local names of single inputs of a join, read from the text of the method: half-typed code has no tree to ask. */
import type { InputSource } from '../effects';

/** @param inputs what the join calls its inputs */
export function inputAliases(text: string, inputs: string): ReadonlyMap<string, InputSource> {
  const every: InputSource = { kind: 'every' };
  const one: InputSource = { kind: 'one' };
  const found = new Map<string, InputSource>();
  const take = (pattern: string, source: (match: RegExpMatchArray) => InputSource): void => {
    for (const match of text.matchAll(new RegExp(pattern, 'gu'))) {
      if (match[1] !== undefined) found.set(match[1], source(match));
    }
  };
  const all = `(?:(?:list|tuple|sorted|reversed|iter)\\(\\s*)?${inputs}\\b(?!\\s*\\.)`;
  take(`\\bfor\\s+(\\w+)\\s+in\\s+${all}`, () => every);
  take(`\\bfor\\s+\\w+\\s*,\\s*(\\w+)\\s+in\\s+enumerate\\(\\s*${all}`, () => every);
  take(`\\b(?:max|min|sorted|filter|map)\\([^\\n]*?\\blambda\\s+(\\w+)\\s*:`, () => every);
  take(`\\b(\\w+)\\s*=\\s*${inputs}\\s*\\[[^\\]:]*\\]`, () => one);
  take(`\\b(\\w+)\\s*=\\s*(?:max|min|next)\\(\\s*${all}`, () => one);
  take(`\\b(\\w+)\\s*=\\s*${inputs}\\.(\\w+)[^\\S\\n]*(?:$|[\\r\\n#])`, (match) => ({
    kind: 'step',
    step: match[2] ?? '',
  }));
  return found;
}
