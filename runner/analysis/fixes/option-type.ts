import type { FixRule } from './fix';
import { replace, sourceOf, textIn } from './source';

const SIZE = /^(['"])\s*(\d+(?:\.\d+)?)\s*([GM])(?:i?B?)\s*\1$/i;

/** Writes a size as the number of MB that it is: `'4G'`. */
export const optionType: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  const match = source && SIZE.exec(textIn(source, finding.range));
  if (!source || !match) return [];
  const size = Number(match[2]) * (match[3]?.toUpperCase() === 'G' ? 1024 : 1);
  const written = String(Math.round(size));
  const edits = [replace(source, finding.range, written)];
  return [{ title: `Write it in MB: ${written}`, edits, safe: false }];
};
