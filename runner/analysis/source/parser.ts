/** Python text → syntax tree, by tree-sitter. It answers for half-typed code too, and again in under a millisecond. */
import { Edit, Language, Parser, type Point, type Tree } from 'web-tree-sitter';

export type { Tree };

/** Where a piece of text was replaced. Offsets in UTF-16 units, columns too, rows from 0: as in LSP. */
export interface TextEdit {
  readonly startIndex: number;
  readonly oldEndIndex: number;
  readonly newEndIndex: number;
  readonly startPosition: Point;
  readonly oldEndPosition: Point;
  readonly newEndPosition: Point;
}

/** Trees live in WebAssembly memory: whoever asks for one calls `delete()` on it in the end. */
export interface PythonParser {
  parse(text: string): Tree;
  /** Parses again what the edits changed. `previous` is consumed: it is deleted. */
  reparse(text: string, previous: Tree, edits: readonly TextEdit[]): Tree;
}

/** Both modules are handed in as bytes: this folder reads no files. */
export async function createPythonParser(
  runtime: Uint8Array,
  grammar: Uint8Array,
): Promise<PythonParser> {
  await Parser.init({ wasmBinary: toArrayBuffer(runtime) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));

  const parse = (text: string, previous?: Tree): Tree => {
    const tree = parser.parse(text, previous);
    if (!tree) throw new Error('tree-sitter gave no tree');
    return tree;
  };
  return {
    parse: (text) => parse(text),
    reparse(text, previous, edits) {
      for (const edit of edits) previous.edit(new Edit(edit));
      const tree = parse(text, previous);
      previous.delete();
      return tree;
    },
  };
}

/** Emscripten's types ask for the buffer; a Node buffer may be a window into a larger one. */
function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return copy.buffer;
}
