/** How code of a module names something of Metaflow, and what must be imported for that. */
import type { FileEdit } from '../fixes/fix';
import type { ModuleModel } from '../model';
import type { Position } from '../positions';
import { importPlaces, type ImportedPlace } from './importPlaces';

export interface MetaflowReference {
  /** What to write: `retry`, `mf.retry`. */
  readonly written: string;
  /** None when the module has it already. */
  readonly edits: readonly FileEdit[];
}

/**
 * In the way in which the module imports Metaflow already: a name is added to its `from metaflow import …`, in order when
 * they are in order; `import metaflow as mf` and `*` need nothing.
 *
 * @param name something that Metaflow offers: `retry`, `Parameter`
 * @param text of the module
 */
export function metaflowReference(
  name: string,
  module: ModuleModel,
  text: string,
): MetaflowReference {
  const known = importedAs(name, module);
  if (known !== undefined) return { written: known, edits: [] };
  const isTaken = isBound(name, module);
  if (!isTaken && module.stars.includes('metaflow')) return { written: name, edits: [] };
  const places = importPlaces(text);
  const list = places.metaflow;
  const whole = wholeModule(module);
  if (whole !== undefined && (isTaken || !list)) {
    return { written: `${whole}.${name}`, edits: [] };
  }
  const written = isTaken ? `metaflow_${name}` : name;
  const imported = isTaken ? `${name} as ${written}` : name;
  const edit = list ? intoList(imported, list, text) : ownLine(imported, places.end, text);
  return { written, edits: [{ file: module.file, ...edit }] };
}

function importedAs(name: string, module: ModuleModel): string | undefined {
  for (const [local, imported] of module.imports) {
    if (imported.module === 'metaflow' && imported.name === name) return local;
  }
  return undefined;
}

/** `import metaflow`, `import metaflow as mf`. */
function wholeModule(module: ModuleModel): string | undefined {
  for (const [local, imported] of module.imports) {
    if (imported.module === 'metaflow' && imported.name === undefined) return local;
  }
  return undefined;
}

/** The module means something else by it: `from tenacity import retry`. */
function isBound(name: string, module: ModuleModel): boolean {
  return module.imports.has(name) || module.classes.has(name) || module.functions.has(name);
}

type Insertion = Omit<FileEdit, 'file'>;

const insertion = (at: Position, newText: string): Insertion => ({
  range: { start: at, end: at },
  newText,
});

function intoList(imported: string, names: readonly ImportedPlace[], text: string): Insertion {
  const isSorted = names.every(({ name }, index) => (names[index - 1]?.name ?? '') <= name);
  const after = isSorted ? names.find(({ name }) => name > imported) : undefined;
  const last = names.at(-1);
  if (!last) throw new Error('an import without names is no list');
  const lines = linesOf(text);
  const indent = /^\s*/.exec(lines[last.range.start.line] ?? '')?.[0] ?? '';
  // One name a line, as formatters break long ones.
  const goesOn = (lines[last.range.start.line - 1] ?? '').endsWith('\\');
  const isColumn = names.length > 1 && indent.length === last.range.start.character && !goesOn;
  const gap = isColumn ? newlineOf(text) + indent : ' ';
  return after
    ? insertion(after.range.start, `${imported},${gap}`)
    : insertion(last.range.end, `,${gap}${imported}`);
}

/** Below the imports and the docstring that a module begins with; else above its first code. */
function ownLine(imported: string, end: Position | undefined, text: string): Insertion {
  const statement = `from metaflow import ${imported}`;
  const newline = newlineOf(text);
  const lines = linesOf(text);
  if (!end) {
    const line = firstCode(lines);
    // A blank line between the import and what is no import.
    return insertion({ line, character: 0 }, statement + newline + newline);
  }
  const line = end.line + 1;
  if (line < lines.length) return insertion({ line, character: 0 }, statement + newline);
  const { length } = lines[end.line] ?? '';
  return insertion({ line: end.line, character: length }, newline + statement + newline);
}

/** The line below the comments that a file begins with: `#!`, the encoding, a licence. */
function firstCode(lines: readonly string[]): number {
  const line = lines.findIndex((each) => !each.startsWith('#'));
  return line < 0 ? 0 : line;
}

/** Without their ends. */
function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** How the lines of a text end. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
