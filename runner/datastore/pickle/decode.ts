/** Text and numbers as pickles encode them. */
import { PickleError } from './cursor';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** Beyond it a decimal text takes too long to make; Python refuses at the same size. */
export const MAX_INT_BYTES = 1786;

/** Names and keys are short and ASCII: there a decoder's fixed cost would dominate. */
const SHORT = 24;

/** UTF-8 with lone surrogates (Python's `surrogatepass`). */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.length <= SHORT && bytes.every((byte) => byte < 0x80)) {
    return String.fromCharCode(...bytes);
  }
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithSurrogates(bytes);
  }
}

/** The beginning of a longer text: a character that is cut in the middle is left out. */
export function decodeCutUtf8(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  const lead = bytes[end - 1] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  const whole = end - 1 + length <= bytes.length;
  return decodeUtf8(whole ? bytes : bytes.subarray(0, Math.max(0, end - 1)));
}

function decodeWithSurrogates(bytes: Uint8Array): string {
  const parts: string[] = [];
  let start = 0;
  for (
    let i = bytes.indexOf(0xed);
    i !== -1 && i + 2 < bytes.length;
    i = bytes.indexOf(0xed, i + 1)
  ) {
    const [second = 0, third = 0] = bytes.subarray(i + 1, i + 3);
    if (second < 0xa0 || second > 0xbf) continue;
    parts.push(lenient.decode(bytes.subarray(start, i)));
    parts.push(String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f)));
    start = i + 3;
  }
  parts.push(lenient.decode(bytes.subarray(start)));
  return parts.join('');
}

/** Two's complement, little-endian, as long as needed. */
export function decodeLong(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes).reverse().toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** The text of `LONG` and `INT`: decimal, perhaps with Python 2's `L`. */
export function decodeDecimal(text: string): bigint {
  const digits = text.trim().replace(/L$/, '');
  if (!/^[+-]?\d{1,4300}$/.test(digits))
    throw new PickleError(`“${text.slice(0, 20)}” is no integer`);
  return BigInt(digits.replace(/^\+/, ''));
}

export function decodeFloat(text: string): number {
  const special = { inf: Infinity, '-inf': -Infinity, nan: NaN }[text.trim()];
  const value = special ?? Number(text);
  if (Number.isNaN(value) && special === undefined)
    throw new PickleError(`“${text.slice(0, 20)}” is no float`);
  return value;
}

/** Protocol 0's text: Latin-1 with `\uXXXX` and `\UXXXXXXXX`. */
export function decodeRawUnicodeEscape(text: string): string {
  return text.replace(
    /\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g,
    (_, four?: string, eight?: string) => {
      const code = parseInt(four ?? eight ?? '0', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

const ESCAPES: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Protocol 0's byte string of Python 2: quoted, with escapes. Every character stands for one byte. */
export function decodeQuoted(text: string): string {
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || !text.endsWith(quote)) {
    throw new PickleError('a string without quotes');
  }
  return text
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (whole: string, hex?: string, letter?: string) =>
      hex !== undefined ? String.fromCharCode(parseInt(hex, 16)) : (ESCAPES[letter ?? ''] ?? whole),
    );
}
