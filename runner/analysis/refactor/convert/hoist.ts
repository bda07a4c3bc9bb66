/**
 * Which statements of a script belong above the flow: imports, definitions, constants, and settings that each process
 * needs. What reads a variable of a cell stays with the cells.
 */
import type { Node } from 'web-tree-sitter';
import { isExpression } from '../../../flow/description';
import { namedChildren, valueOf } from '../../source/values';
import { nameFlow } from '../names/nameFlow';
import { isImport } from '../names/storable';
import type { NameFlow } from '../names/use';

export interface Hoisted {
  readonly above: ReadonlySet<number>;
  /** Functions that read variables of cells: each step that uses one gets it. */
  readonly carried: readonly Node[];
  /** Names that the statements above bind. */
  readonly names: ReadonlySet<string>;
}

interface Candidate {
  readonly node: Node;
  readonly flow: NameFlow;
  readonly isWanted: boolean;
}

/** @param statements of all cells, in their order; `above` has their node ids */
export function hoist(statements: readonly Node[]): Hoisted {
  const flows = new Map(statements.map((each) => [each.id, nameFlow([each], 'self')]));
  const imported = new Set(
    statements.filter(isImport).flatMap((each) => [...(flows.get(each.id)?.may ?? [])]),
  );
  const writes = countWrites(statements, flows);
  const read = new Set(
    statements.filter(isDefinition).flatMap((each) => [...(flows.get(each.id)?.needs ?? [])]),
  );
  let candidates = statements.flatMap((node): Candidate[] => {
    const flow = flows.get(node.id);
    if (!flow || flow.declared.size > 0) return [];
    const isOnce = [...flow.may].every((name) => writes.get(name) === 1);
    const isConstantHere = isOnce && isConstant(node, read);
    const isWanted =
      isImport(node) ||
      node.type === 'future_import_statement' ||
      (isDefinition(node) && isOnce) ||
      isConstantHere ||
      isSetting(node, imported);
    return isWanted ? [{ node, flow, isWanted }] : [];
  });
  // What reads a name of the cells goes back to them, and its own names with it.
  for (;;) {
    const above = new Set(candidates.map(({ node }) => node.id));
    const below = new Set(
      statements
        .filter((each) => !above.has(each.id))
        .flatMap((each) => [...(flows.get(each.id)?.may ?? [])]),
    );
    const kept = candidates.filter(({ flow }) =>
      [...flow.needs, ...flow.may].every((name) => !below.has(name)),
    );
    if (kept.length === candidates.length) {
      return {
        above,
        names: new Set(kept.flatMap(({ flow }) => [...flow.may])),
        carried: statements.filter(
          (each) => !above.has(each.id) && canBeCarried(each, flows, writes, below),
        ),
      };
    }
    candidates = kept;
  }
}

function countWrites(
  statements: readonly Node[],
  flows: ReadonlyMap<number, NameFlow>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const statement of statements) {
    for (const { name, writes } of flows.get(statement.id)?.uses ?? []) {
      if (writes) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

export function isDefinition(node: Node): boolean {
  return definitionIn(node) !== undefined;
}

function definitionIn(node: Node): Node | undefined {
  const inner = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
  return inner && /^(function|class)_definition$/.test(inner.type) ? inner : undefined;
}

/** A plain function, whose values for arguments do not ask the cells. */
function canBeCarried(
  node: Node,
  flows: ReadonlyMap<number, NameFlow>,
  writes: ReadonlyMap<string, number>,
  below: ReadonlySet<string>,
): boolean {
  const flow = flows.get(node.id);
  if (node.type !== 'function_definition' || !flow || flow.declared.size > 0) return false;
  const list = node.childForFieldName('parameters');
  const defaults = list
    ? namedChildren(list).flatMap((each) => each.childForFieldName('value') ?? [])
    : [];
  return (
    [...flow.may].every((name) => writes.get(name) === 1) &&
    [...nameFlow(defaults, '').needs].every((name) => !below.has(name))
  );
}

/** A literal that is assigned once: in capitals, or asked for by a function. */
function isConstant(node: Node, read: ReadonlySet<string>): boolean {
  const [assignment] = node.type === 'expression_statement' ? namedChildren(node) : [];
  const name = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  const value = assignment?.childForFieldName('right');
  if (name?.type !== 'identifier' || !value || isExpression(valueOf(value))) return false;
  // What can be changed in place is one only by convention.
  const isPlain = !/^(list|dictionary|set)$/.test(value.type);
  return /^_?[A-Z][A-Z0-9_]*$/.test(name.text) || (isPlain && read.has(name.text));
}

const SETTERS =
  /\.(?:\w*seed|use|set|set_\w+|filterwarnings|simplefilter|basicConfig|rc|enable_\w+|disable_\w+)$/;

/** Says how a library behaves in this process: seeds, styles, options. Every step has a process of its own. */
function isSetting(node: Node, imported: ReadonlySet<string>): boolean {
  const [only] = node.type === 'expression_statement' ? namedChildren(node) : [];
  const isCall = only?.type === 'call';
  const target = isCall ? only.childForFieldName('function') : only?.childForFieldName('left');
  if (!only || !target || !/^(call|assignment)$/.test(only.type)) return false;
  if (!imported.has(/^\w+/.exec(target.text)?.[0] ?? '')) return false;
  return isCall
    ? target.type === 'attribute' && SETTERS.test(target.text)
    : target.type === 'subscript' || target.type === 'attribute';
}
