/** How Python writes numbers, strings and bytes (`repr`). */

/** Shortest digits that read back equal, as JavaScript's; only the choice of form differs. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  return `${sign}${fixed(digits.replace('.', ''), exponent)}`;
}

function fixed(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** The shortest digits that a 32-bit float reads back equal. */
export function float32(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return Number(value.toPrecision(9));
}

const NAMED_ESCAPES: { readonly [character: string]: string } = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};
/** What `str.isprintable` refuses: controls, unassigned, surrogates, and spaces other than the ordinary one. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u;
const PLAIN = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/;

/** @param most characters of the value that are written; the quotes are those of the whole. */
export function strText(value: string, most = Infinity): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const shown = value.length > most ? value.slice(0, most) : value;
  if (PLAIN.test(shown)) return `${quote}${shown}${quote}`;
  let text = quote;
  for (const character of shown) text += escaped(character, quote);
  return text + quote;
}

function escaped(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  return character !== ' ' && UNPRINTABLE.test(character) ? codeEscape(character) : character;
}

function codeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** @param most bytes that are written. */
export function bytesText(bytes: Uint8Array, most = Infinity): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let text = `b${quote}`;
  for (const byte of bytes.length > most ? bytes.subarray(0, most) : bytes) {
    const character = String.fromCharCode(byte);
    if (character === quote) text += `\\${quote}`;
    else if (byte >= 0x20 && byte < 0x7f) text += NAMED_ESCAPES[character] ?? character;
    else text += NAMED_ESCAPES[character] ?? `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text + quote;
}

/** `module.Outer.Name` → `Name`. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
