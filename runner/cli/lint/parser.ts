/** The parser of the analysis, with its two WebAssembly files from beside the command. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPythonParser, type PythonParser } from '../../analysis/source/parser';
import { FlowdeckError } from '../../errors';

/**
 * In a bundle `wasm/` is beside the entry, or beside the folder of its chunks.
 *
 * @throws FlowdeckError `runtime-missing` when the installation is damaged.
 */
export function bundledParser(): Promise<PythonParser> {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const places = [path.join(here, 'wasm'), path.join(here, '..', 'wasm')];
  const folder = places.find((place) => existsSync(path.join(place, 'web-tree-sitter.wasm')));
  if (folder === undefined)
    throw new FlowdeckError({
      code: 'runtime-missing',
      message: "Flowdeck's parser for Python is missing",
      where: { file: path.join(here, 'wasm') },
      remedy: 'Install Flowdeck again.',
    });
  const read = (name: string): Uint8Array => readFileSync(path.join(folder, name));
  return createPythonParser(read('web-tree-sitter.wasm'), read('tree-sitter-python.wasm'));
}
