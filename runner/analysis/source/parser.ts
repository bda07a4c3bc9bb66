/** Python text → syntax tree, by tree-sitter. It answers for half-typed code too. */
import { Language, Parser, type Tree } from 'web-tree-sitter';

export type { Tree };

/** Trees live in WebAssembly memory: whoever asks for one calls `delete()` on it in the end. */
export interface PythonParser {
  parse(text: string): Tree;
}

/** Both modules are handed in as bytes: this folder reads no files. */
export async function createPythonParser(
  runtime: Uint8Array,
  grammar: Uint8Array,
): Promise<PythonParser> {
  await Parser.init({ wasmBinary: toArrayBuffer(runtime) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));

  return {
    parse(text) {
      const tree = parser.parse(text);
      if (!tree) throw new Error('tree-sitter gave no tree');
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
