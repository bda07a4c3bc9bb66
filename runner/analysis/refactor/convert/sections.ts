/** Cells that have something to do → the sections that become steps, in order. */
import type { Node } from 'web-tree-sitter';
import { crossings, type Crossings } from '../names/crossings';
import { nameFlow } from '../names/nameFlow';
import { unstorable } from '../names/storable';
import type { NameFlow } from '../names/use';

/** A code cell with what was written above it. */
export interface CodeCell {
  readonly firstRow: number;
  /** Excluded. */
  readonly endRow: number;
  readonly markdown: readonly string[];
  /** Of the nearest heading above it, if that is its own. */
  readonly heading?: string;
  /** Those that stay in it. */
  readonly statements: readonly Node[];
}

export interface Section {
  readonly cells: readonly CodeCell[];
  /** Functions that it brings along, then what its cells do. */
  readonly statements: readonly Node[];
  readonly carried: readonly Node[];
}

export interface Sections {
  readonly sections: readonly Section[];
  readonly flows: readonly NameFlow[];
  readonly crossing: Crossings;
}

/** Cells stay together when a value that no artifact can hold, or that may not be set, would have to go from one to another. */
export function sectionsOf(cells: readonly CodeCell[], carried: readonly Node[]): Sections {
  let groups = grouped(cells);
  for (;;) {
    const sections = groups.map((each) => sectionOf(each, carried));
    const flows = sections.map((each) => nameFlow(each.statements, 'self'));
    const crossing = crossings(flows);
    const together = obstacle(flows, crossing);
    if (!together) return { sections, flows, crossing };
    const { from, to } = together;
    groups = [...groups.slice(0, from), groups.slice(from, to + 1).flat(), ...groups.slice(to + 1)];
  }
}

/** Under headings when there are several; else each by itself. */
function grouped(cells: readonly CodeCell[]): CodeCell[][] {
  const byHeading = cells.filter((each) => each.heading !== undefined).length > 1;
  const groups: CodeCell[][] = [];
  for (const cell of cells) {
    const last = groups.at(-1);
    if (last && byHeading && cell.heading === undefined) last.push(cell);
    else groups.push([cell]);
  }
  return groups;
}

function sectionOf(cells: readonly CodeCell[], functions: readonly Node[]): Section {
  const own = cells.flatMap((each) => each.statements);
  const wanted = new Set(nameFlow(own, 'self').uses.map(({ name }) => name));
  const carried = new Map<string, Node>();
  // A function may call another one.
  for (let before = -1; before !== carried.size;) {
    before = carried.size;
    for (const each of functions) {
      const name = each.childForFieldName('name')?.text ?? '';
      if (carried.has(name) || !wanted.has(name)) continue;
      carried.set(name, each);
      for (const use of nameFlow([each], 'self').uses) wanted.add(use.name);
    }
  }
  const brought = functions.filter((each) => [...carried.values()].includes(each));
  return { cells, carried: brought, statements: [...brought, ...own] };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The sections between which a cut is impossible. */
function obstacle(flows: readonly NameFlow[], { arriving, unsure }: Crossings): Span | undefined {
  for (const { name, piece } of unsure) {
    const from = flows.findIndex((each) => each.may.has(name));
    const to = flows.findIndex((each, index) => index >= piece && each.needs.has(name));
    return { from, to: Math.max(piece, to) };
  }
  const names = new Set(arriving.flatMap((each) => [...each]));
  for (const name of names) {
    const isCarried = arriving.every((_, index) => bindsOnlyFunction(name, flows[index]));
    if (isCarried || unstorable(name, flows) === undefined) continue;
    const from = flows.findIndex((each) => each.may.has(name));
    const to = arriving.findLastIndex((each, index) => each.has(name) && index > from);
    if (to > from) return { from, to };
  }
  return undefined;
}

/** Each section has the function itself. */
function bindsOnlyFunction(name: string, flow: NameFlow | undefined): boolean {
  const uses = flow?.uses.filter((use) => use.name === name) ?? [];
  return uses.every((use) => !use.writes || use.how?.kind === 'function') && !flow?.needs.has(name);
}
