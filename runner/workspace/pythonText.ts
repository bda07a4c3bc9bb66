/** The text of a Python file as Python reads it: byte-order mark and `# coding:` line (PEP 263) obeyed, and kept when writing. */

export interface PythonText {
  /** Without the byte-order mark, as editors have it. */
  readonly text: string;
  /** As the file names it, in lower case; `utf-8` when it names none. */
  readonly encoding: string;
  /** The bytes are what the encoding says. Where not, Python refuses the file, and `text` has U+FFFD in the bad places. */
  readonly valid: boolean;
  /** The same bytes for another text; `undefined` when it cannot be written in that encoding. */
  readonly encode: (text: string) => Buffer | undefined;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** Names that Python has for ISO 8859-1, which `TextDecoder` takes for Windows-1252. */
const LATIN_1 = /^(latin_?1|latin|l1|iso_?8859_?1|8859|cp819|iso_ir_100)$/;
const UTF_8 = /^(utf_?8(_sig)?|u8|utf|cp65001)$/;

export function decodePython(bytes: Buffer): PythonText {
  const marked = bytes.subarray(0, 3).equals(BOM);
  const content = marked ? bytes.subarray(3) : bytes;
  const encoding = namedEncoding(content) ?? 'utf-8';
  const normalized = encoding.replaceAll('-', '_');
  // With a mark, Python accepts no other name than UTF-8.
  if (marked || UTF_8.test(normalized)) return utf8(content, marked, encoding);
  if (LATIN_1.test(normalized)) return latin1(content, encoding);
  return other(content, encoding);
}

/** One of the first two lines, the second only when the first holds no code. */
function namedEncoding(content: Buffer): string | undefined {
  const lines = content
    .subarray(0, 1000)
    .toString('latin1')
    .split(/\r\n|\r|\n/, 2);
  for (const line of lines) {
    const named = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1];
    if (named !== undefined) return named.toLowerCase();
    if (!/^[ \t\f]*(#|$)/.test(line)) return undefined;
  }
  return undefined;
}

function utf8(content: Buffer, marked: boolean, encoding: string): PythonText {
  const text = content.toString('utf8');
  return {
    text,
    encoding,
    valid: !text.includes('\uFFFD') || Buffer.from(text, 'utf8').equals(content),
    encode: (changed) => Buffer.concat([marked ? BOM : Buffer.alloc(0), Buffer.from(changed)]),
  };
}

function latin1(content: Buffer, encoding: string): PythonText {
  return {
    text: content.toString('latin1'),
    encoding,
    valid: true,
    encode(changed) {
      const bytes = Buffer.from(changed, 'latin1');
      return bytes.toString('latin1') === changed ? bytes : undefined;
    },
  };
}

/** Node can read these, and not write them. */
function other(content: Buffer, encoding: string): PythonText {
  const decoder = decoderOf(encoding);
  const text = decoder ? decoder.decode(content) : content.toString('latin1');
  return {
    text,
    encoding,
    valid: decoder !== undefined && !text.includes('\uFFFD'),
    encode: () => undefined,
  };
}

/** Python writes `cp1252` and `euc_jp` where the web writes `windows-1252` and `euc-jp`. */
function decoderOf(encoding: string): TextDecoder | undefined {
  const web = encoding.replaceAll('_', '-').replace(/^cp(125\d)$/, 'windows-$1');
  for (const name of [encoding, web]) {
    try {
      return new TextDecoder(name);
    } catch {
      // No such name: the next one may be.
    }
  }
  return undefined;
}
