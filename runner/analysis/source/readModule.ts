/** Python text → ModuleModel, piece by piece. */
import type { CallModel, ClassModel, ModuleModel } from '../model';
import { mentionsIn } from './classBody';
import { ignoresIn } from './ignores';
import { inside } from './moved';
import type { PythonParser, Tree } from './parser';
import { PieceMemory } from './pieceMemory';
import { piecesOf, type OuterPiece, type Piece } from './pieces';
import { closeBrackets } from './repair';
import { readClassBody, readStatements, type ClassParts, type ModuleParts } from './statements';

/** Longer texts were not written by hand: nothing is read from them. In UTF-16 units. */
export const MAX_LENGTH = 2_000_000;

const LONE_RETURN = /\r(?!\n)/g;

/**
 * @param file absolute path
 * @param memory of the text before an edit, to read only what is new
 */
export function readModule(
  parser: PythonParser,
  text: string,
  file: string,
  memory = new PieceMemory(),
): ModuleModel {
  memory.begin();
  // To Python and to editors it ends a line, to the parser it does not.
  const lines = text.includes('\r') ? text.replaceAll(LONE_RETURN, '\n') : text;
  const pieces = text.length > MAX_LENGTH ? [] : piecesOf(lines);
  const parts = pieces.map((piece) => readPiece(parser, piece, memory));
  const imports = new Map(parts.flatMap((each) => [...each.imports]));
  const classes = new Map<string, ClassModel>();
  const functions = new Map<string, readonly CallModel[]>();
  // A later definition hides an earlier one of its name, be it of the other kind.
  for (const each of parts) {
    for (const [name, model] of each.classes) {
      functions.delete(name);
      classes.set(name, model);
    }
    for (const [name, decorators] of each.functions) {
      classes.delete(name);
      functions.set(name, decorators);
    }
  }
  return {
    file,
    imports,
    stars: parts.flatMap((each) => each.stars),
    classes,
    functions,
    called: new Set(parts.flatMap((each) => [...each.called])),
    ignores: pieces.length === 0 ? new Map() : ignoresIn(lines),
  };
}

function readPiece(parser: PythonParser, outer: OuterPiece, memory: PieceMemory): ModuleParts {
  if (outer.kind === 'statement') {
    return memory.get('statement', outer.piece, () =>
      parsed(parser, outer.piece.text, '', (tree, broken) => readStatements(tree.rootNode, broken)),
    );
  }
  const head = memory.get('head', outer.head, () =>
    parsed(parser, outer.head.text, EMPTY_BODY, (tree, broken) =>
      readStatements(tree.rootNode, broken),
    ),
  );
  const bodies = outer.members.flatMap((piece) => readMember(parser, piece, memory) ?? []);
  const classes = [...head.classes].map(
    ([name, model]) => [name, withBody(model, bodies)] as const,
  );
  return { ...head, classes: new Map(classes) };
}

/** A class needs one to be a class. */
const EMPTY_BODY = '\n pass';
/** Members are read as the body of a class of this line. */
const CLASS_LINE = 'class _:\n';

function readMember(
  parser: PythonParser,
  piece: Piece,
  memory: PieceMemory,
): ClassParts | undefined {
  const read = (tree: Tree, broken: boolean): ClassParts | undefined => {
    const block = tree.rootNode.namedChildren[0]?.childForFieldName('body');
    const hasMembers = block && block.endPosition.row > 0;
    return hasMembers ? readClassBody(block, broken) : undefined;
  };
  const text = CLASS_LINE + piece.text;
  return memory.get('member', piece, () => parsed(parser, text, '', read), 1);
}

function withBody(model: ClassModel, bodies: readonly ClassParts[]): ClassModel {
  const [first] = bodies;
  const last = bodies.at(-1);
  if (!first || !last) return model;
  const members = bodies.flatMap((each) => each.members);
  return {
    ...model,
    range: { start: model.range.start, end: last.extent.end },
    doc: first.doc,
    members,
    mentions: mentionsIn(
      bodies.map((each) => each.seen),
      members,
    ),
  };
}

const LONG_LINE = /^(.{200}).+$/gm;

/** @param tail what completes the text */
function parsed<T>(
  parser: PythonParser,
  text: string,
  tail: string,
  read: (tree: Tree, broken: boolean) => T,
): T {
  const tree = parser.parse(`${text}${tail}\n`);
  let repaired: Tree | undefined;
  try {
    if (!tree.rootNode.hasError) {
      return tail === '' ? read(tree, false) : inside(read(tree, false), text);
    }
    const closed = closeBrackets(text) ?? text;
    const colon = tail !== '' && !closed.endsWith(':') ? ':' : '';
    repaired = parser.parse(`${closed}${colon}${tail}\n`);
    return inside(read(repaired, true), text);
  } catch (error) {
    if (!(error instanceof RangeError) || text === '') throw error;
    // Nested deeper than Python itself takes: what can be read is read, and counts as half-typed.
    const short = text.replaceAll(LONG_LINE, '$1');
    const rest = short === text ? '' : short;
    return parsed(parser, rest, tail, (shorter) => read(shorter, true));
  } finally {
    tree.delete();
    repaired?.delete();
  }
}
