/** Code that is cut into pieces which run as steps, one after the other: which names go from piece to piece. */
import type { NameFlow, NameUse } from './use';

export interface Crossings {
  /** For each piece, the names that it or a later one needs from those before. Of the first one: none. */
  readonly arriving: readonly ReadonlySet<string>[];
  /** Those that are not set on every way to where they are needed, each with the piece that it would arrive at. */
  readonly unsure: readonly { readonly name: string; readonly piece: number }[];
}

export function crossings(pieces: readonly NameFlow[]): Crossings {
  const arriving: Set<string>[] = pieces.map(() => new Set());
  const unsure: { name: string; piece: number }[] = [];
  let sure = new Set<string>();
  let may = new Set<string>();
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) {
      for (const name of wantedFrom(pieces.slice(index))) {
        if (!may.has(name)) continue;
        arriving[index]?.add(name);
        if (!sure.has(name)) unsure.push({ name, piece: index });
      }
    }
    sure = new Set([...[...sure].filter((name) => !piece.removed.has(name)), ...piece.sure]);
    may = new Set([...may, ...piece.may]);
  }
  return { arriving, unsure };
}

/** What a row of pieces needs that it does not surely set itself before. */
function wantedFrom(pieces: readonly NameFlow[]): Set<string> {
  const wanted = new Set<string>();
  const set = new Set<string>();
  for (const piece of pieces) {
    for (const name of piece.needs) if (!set.has(name)) wanted.add(name);
    for (const name of piece.sure) set.add(name);
  }
  return wanted;
}

/** How one piece works with artifacts in the place of names. */
export interface PieceChanges {
  /** Names to be written as attributes. */
  readonly replaced: readonly NameUse[];
  /** Names that get their value from the artifact before the first statement. */
  readonly restored: readonly string[];
  /** Names whose value becomes the artifact behind the last statement. */
  readonly stored: readonly string[];
}

export interface ChangeOptions {
  /** Names that are no artifacts: imports, what each piece has itself. */
  readonly stays?: ReadonlySet<string>;
  /** Names that go on from a piece are attributes in it from the beginning, not only stored at its end. */
  readonly inPlace?: boolean;
}

export function pieceChanges(
  pieces: readonly NameFlow[],
  { arriving }: Crossings,
  index: number,
  { stays = new Set(), inPlace = false }: ChangeOptions = {},
): PieceChanges {
  const piece = pieces[index];
  const replaced: NameUse[] = [];
  const restored: string[] = [];
  const stored: string[] = [];
  if (!piece) return { replaced, restored, stored };
  for (const name of new Set(piece.uses.map((use) => use.name))) {
    if (stays.has(name)) continue;
    const uses = piece.uses.filter((use) => use.name === name);
    const arrives = arriving[index]?.has(name) === true;
    const leaves = piece.may.has(name) && arriving[index + 1]?.has(name) === true;
    const canBeAttribute = uses.every((use) => use.replaceable) && !piece.removed.has(name);
    const isAttribute = canBeAttribute && (arrives || (inPlace && leaves));
    if (isAttribute) replaced.push(...onceEach(uses));
    else if (arrives) restored.push(name);
    if (leaves && !isAttribute) stored.push(name);
  }
  return { replaced, restored, stored };
}

/** `x += 1` reads and writes one and the same word. */
function onceEach(uses: readonly NameUse[]): NameUse[] {
  const starts = new Set<number>();
  return uses.filter(({ start }) => !starts.has(start) && starts.add(start));
}
