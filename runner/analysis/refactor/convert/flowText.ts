/** Sections of a script → the text of a flow. */
import type { Node } from 'web-tree-sitter';
import { pieceChanges } from '../names/crossings';
import { rowsOf, ScriptLines, tidy, type TextChange } from './body';
import type { Hoisted } from './hoist';
import type { Section, Sections } from './sections';
import { stepName, unused } from './words';

export interface FlowParts {
  readonly name: string;
  /** What the whole is about, in Markdown. */
  readonly doc: readonly string[];
  readonly hoisted: Hoisted;
  readonly hoistedNodes: readonly Node[];
  readonly lines: ScriptLines;
  readonly sections: Sections;
  /** Values that a notebook shows, printed. */
  readonly shown: readonly TextChange[];
  /** Of functions that steps bring along. */
  readonly movedRows: ReadonlySet<number>;
}

const INDENT = '        ';

export function flowText(parts: FlowParts): string {
  const { name, doc, hoisted, sections } = parts;
  const mark = hoisted.names.has('step') ? 'flow_step' : 'step';
  const base = hoisted.names.has('FlowSpec') ? 'MetaflowSpec' : 'FlowSpec';
  const imported = [
    base === 'FlowSpec' ? base : `FlowSpec as ${base}`,
    mark === 'step' ? mark : `step as ${mark}`,
  ];
  const artifacts = namesOfArtifacts(parts);
  const steps = namesOfSteps(sections.sections, new Set(artifacts.values()));
  const methods = steps.map((step, index) => {
    const next = steps[index + 1];
    const body = index < sections.sections.length ? bodyOf(parts, index, artifacts) : [];
    const onward = next === undefined ? [] : [`${INDENT}self.next(self.${next})`];
    // A docstring alone is a body.
    const lines = [...body, ...(body.length > 0 && onward.length > 0 ? [''] : []), ...onward];
    const filled = lines.length > 0 ? lines : [`${INDENT}pass`];
    return [`    @${mark}`, `    def ${step}(self):`, ...joined(filled)].join('\n');
  });
  const classDoc = doc.length > 0 ? [...docstring(doc, '    '), ''] : [];
  return [
    ...above(parts, `from metaflow import ${imported.join(', ')}`),
    '',
    '',
    `class ${name}(${base}):`,
    ...classDoc,
    methods.join('\n\n'),
    '',
    '',
    'if __name__ == "__main__":',
    `    ${name}()`,
    '',
  ].join('\n');
}

/** An empty line before `self.next` only where the body is long enough to have others. */
function joined(lines: readonly string[]): string[] {
  const gaps = lines.filter((line) => line === '').length;
  return gaps > 1 || lines.length > 8
    ? [...lines]
    : lines.filter((line) => line !== '' || gaps > 1);
}

/** Imports first, then what is defined. */
function above({ hoistedNodes, lines }: FlowParts, metaflow: string): string[] {
  const isImport = (node: Node): boolean => /import(_from)?_statement$/.test(node.type);
  const code = (node: Node): string[] => lines.rows(rowsOf(node, lines), [], '');
  const future = hoistedNodes.filter((node) => node.type === 'future_import_statement');
  const imports = hoistedNodes.filter((node) => isImport(node) && !future.includes(node));
  const rest = hoistedNodes.filter((node) => !isImport(node));
  const blocks: string[] = [];
  let wasSimple = false;
  for (const node of rest) {
    const isSimple = node.type === 'expression_statement';
    blocks.push(
      ...(blocks.length === 0 || (isSimple && wasSimple) ? [''] : ['', '']).slice(
        isSimple && wasSimple ? 1 : 0,
      ),
    );
    blocks.push(...code(node));
    wasSimple = isSimple;
  }
  const unique = [...new Set(imports.map((node) => code(node).join('\n')))];
  return [...future.flatMap(code), ...unique, metaflow, ...blocks];
}

/** Variable → artifact. */
function namesOfArtifacts({ sections, hoisted }: FlowParts): Map<string, string> {
  const taken = new Set(hoisted.names);
  const names = new Map<string, string>();
  for (const name of new Set(sections.crossing.arriving.flatMap((each) => [...each]))) {
    // What begins with an underscore is private to Metaflow.
    names.set(name, unused(name.replace(/^_+/, '') || 'value', taken));
  }
  return names;
}

/** The first is the start; the last is the end, unless it has a name of its own. */
function namesOfSteps(sections: readonly Section[], artifacts: ReadonlySet<string>): string[] {
  const taken = new Set([...artifacts, 'start', 'end']);
  const names = ['start'];
  for (const [index, section] of sections.entries()) {
    if (index === 0) continue;
    const own = stepName(section.cells[0]?.heading ?? '');
    const isLast = index === sections.length - 1;
    if (own !== '' || !isLast) names.push(unused(own || `part_${index + 1}`, taken));
  }
  return [...names, 'end'];
}

function bodyOf(
  { sections, lines, hoistedNodes, shown, movedRows }: FlowParts,
  index: number,
  artifacts: ReadonlyMap<string, string>,
): string[] {
  const section = sections.sections[index];
  if (!section) return [];
  const { flows, crossing } = sections;
  const stays = new Set(
    section.carried.flatMap((each) => each.childForFieldName('name')?.text ?? []),
  );
  const changes = pieceChanges(flows, crossing, index, { stays, inPlace: true });
  const attribute = (name: string): string => `self.${artifacts.get(name) ?? name}`;
  const edits: TextChange[] = [
    ...changes.replaced.map(({ name, start, end }) => ({ start, end, newText: attribute(name) })),
    ...shown,
  ];
  const gone = new Set(hoistedNodes.flatMap((each) => rowsOf(each, lines)));
  const functions = section.carried.flatMap((each) => [
    '',
    ...lines.rows(rowsOf(each, lines), edits, INDENT),
    '',
  ]);
  const code = section.cells.flatMap((cell, position) => {
    const count = cell.endRow - cell.firstRow;
    const rows = Array.from({ length: count }, (_, row) => cell.firstRow + row).filter(
      (row) => !gone.has(row) && !movedRows.has(row),
    );
    const notes = position === 0 ? [] : comments(cell.markdown);
    return ['', ...notes, ...lines.rows(rows, edits, INDENT)];
  });
  const doc = section.cells[0]?.markdown ?? [];
  return [
    ...(doc.length > 0 ? docstring(doc, INDENT) : []),
    ...changes.restored.map((name) => `${INDENT}${name} = ${attribute(name)}`),
    ...tidy([...functions, ...code]),
    ...changes.stored.map((name) => `${INDENT}${attribute(name)} = ${name}`),
  ];
}

function comments(markdown: readonly string[]): string[] {
  return markdown.map((line) => `${INDENT}# ${line}`.trimEnd());
}

function docstring(markdown: readonly string[], indent: string): string[] {
  const lines = markdown.map((line) => line.replaceAll('\\', '\\\\').replaceAll('"""', "'''"));
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    const end = only.endsWith('"') ? ' ' : '';
    return [`${indent}"""${only}${end}"""`];
  }
  const [first = '', ...rest] = lines;
  return [`${indent}"""${first}`, ...rest.map((line) => (indent + line).trimEnd()), `${indent}"""`];
}
